/**
 * Writes a new plugin: the files of `template/` with the plugin's names in place of the marks.
 *
 * Nothing is written unless all of it can be; an existing folder is never touched.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { overridesFor } from './packages.mjs';
import { Refused } from './refused.mjs';

export { Refused };

const here = fileURLToPath(new URL('../', import.meta.url));
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Ids of the platform itself and of the plugins that come with it. */
const TAKEN = ['core', 'platform', 'plugin', 'evaluation', 'mediation', 'three-governance', 'yucun-cases'];

/**
 * Writes the plugin `id` into a new folder of that name and returns the folder.
 *
 * @param {{ id: string, folder: string, packages?: string | undefined }} options `packages`: a folder of tarballs to
 *   install the platform from, in place of the registry.
 * @throws {Refused} for a bad id, an existing folder, or tarballs that are not there.
 */
export function scaffold({ id, folder, packages }) {
  checkId(id);
  const target = join(folder, id);
  if (existsSync(target)) throw new Refused(`${target} exists already. Choose another name, or remove it.`);
  const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const files = filesOf(join(here, 'template')).map(([path, text]) => [path, fillIn(text, marksOf(id, version))]);
  const written = packages === undefined ? files : overridesFor(resolve(folder, packages)).apply(files);

  for (const [path, text] of written) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
  return target;
}

function checkId(id) {
  if (!ID.test(id) || id.length > 40) {
    throw new Refused(
      `"${id}" cannot be a plugin's name: small letters, digits and single hyphens, a letter first, at most 40 characters; for example wells or soil-survey.`,
    );
  }
  if (TAKEN.includes(id)) throw new Refused(`"${id}" is taken by the platform. Choose another name.`);
}

/** The words of the template's marks: `soil-survey`, `soilSurvey`, `Soil survey`. */
function marksOf(id, version) {
  const title = id.replaceAll('-', ' ');
  return {
    __id__: id,
    __camel__: id.replace(/-([a-z0-9])/g, (_, first) => first.toUpperCase()),
    __title__: title[0].toUpperCase() + title.slice(1),
    __version__: version,
  };
}

function fillIn(text, marks) {
  return Object.entries(marks).reduce((filled, [mark, word]) => filled.replaceAll(mark, word), text);
}

/** All files of the template; a packed package cannot hold a .gitignore, so that one is kept without its dot. */
function filesOf(template) {
  return readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const name = path.slice(template.length + 1);
      return [name === 'gitignore' ? '.gitignore' : name, readFileSync(path, 'utf8')];
    });
}
