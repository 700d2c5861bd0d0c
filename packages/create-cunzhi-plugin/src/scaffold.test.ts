/** `npm create cunzhi-plugin`, through its command: what it writes, and what it refuses. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const tool = fileURLToPath(new URL('../bin/create-cunzhi-plugin.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cunzhi-create-'));
afterAll(() => rmSync(folder, { recursive: true }));

function create(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const manifestIn = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8'));
const filesIn = (path: string) =>
  readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, path).length + 1))
    .toSorted();

describe('what it writes', () => {
  it('is a plugin with its test, its page and card, its CI and one page of README', () => {
    const { code, out } = create('wells');

    expect({ code, out }).toEqual({
      code: 0,
      out: '\nwells/ is there. Next:\n\n  cd wells\n  npm install\n  npm start\n\n',
    });
    expect(filesIn('wells')).toEqual([
      '.github/workflows/ci.yml',
      '.gitignore',
      'README.md',
      'admin/components/GreetingCard.vue',
      'admin/index.ts',
      'admin/messages.ts',
      'admin/operations.ts',
      'admin/pages/AimPage.vue',
      'cunzhi.config.ts',
      'package.json',
      'pnpm-workspace.yaml',
      'src/index.test.ts',
      'src/index.ts',
      'tsconfig.json',
      'vitest.config.ts',
    ]);
    expect(read('wells/README.md').trimEnd().split('\n').length).toBeLessThan(40);
  });

  it('says the whole plugin in at most fifteen lines', () => {
    const lines = read('wells/src/index.ts').trimEnd().split('\n');

    expect(lines.length).toBeLessThanOrEqual(15);
    expect(lines).toContain(`  id: 'wells',`);
  });

  it('spells a name of several words as each place wants it, and leaves no mark', () => {
    create('soil-survey-2');

    expect(read('soil-survey-2/src/index.ts')).toContain('soilSurvey2Greeting: t.string(');
    expect(read('soil-survey-2/admin/index.ts')).toContain(`to: '/p/soil-survey-2'`);
    expect(read('soil-survey-2/admin/messages.ts')).toContain(`nav: 'Soil survey 2'`);
    const marked = filesIn('soil-survey-2').filter((path) => /__[a-z]+__/.test(path + read(`soil-survey-2/${path}`)));
    expect(marked).toEqual([]);
  });

  it('names the versions that the platform itself is built and tested with', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'packages/plugin/package.json'), 'utf8'));
    const ours = ['package.json', 'packages/admin/package.json'].map((path) => manifestIn(join(root, path)));
    const known = Object.assign({}, ...ours.flatMap((one) => [one.dependencies, one.devDependencies]));

    const { devDependencies } = manifestIn(join(folder, 'wells/package.json'));

    for (const [name, wanted] of Object.entries(devDependencies)) {
      expect(wanted, name).toBe(name.startsWith('@cunzhi/') ? version : known[name]);
    }
  });

  it('takes the packages from a folder of tarballs, for npm and for pnpm', () => {
    for (const name of ['tarballs', 'package']) mkdirSync(join(folder, name));
    cpSync(join(root, 'packages/plugin/package.json'), join(folder, 'package/package.json'));
    execFileSync('tar', ['-czf', 'tarballs/plugin.tgz', 'package'], { cwd: folder });
    const file = `file:${join(folder, 'tarballs/plugin.tgz')}`;

    expect(create('ponds', '--packages', 'tarballs').code).toBe(0);

    const { devDependencies, overrides } = manifestIn(join(folder, 'ponds/package.json'));
    expect(devDependencies['@cunzhi/plugin']).toBe(file);
    expect(overrides).toEqual({ '@cunzhi/plugin': '$@cunzhi/plugin' });
    expect(read('ponds/pnpm-workspace.yaml')).toContain(`overrides:\n  '@cunzhi/plugin': '${file}'\n`);
  });
});

describe('what it refuses, and how it says so', () => {
  const refusal = (...args: string[]) => {
    const { code, out, err } = create(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    return err.trimEnd();
  };

  it.each(['Wells', '2wells', 'wells_', 'wells--deep', '井', 'a'.repeat(41)])('the name %s', (name) => {
    expect(refusal(name)).toBe(
      `"${name}" cannot be a plugin's name: small letters, digits and single hyphens, a letter first, at most 40 characters; for example wells or soil-survey.`,
    );
    expect(existsSync(join(folder, name))).toBe(false);
  });

  it('the name of a bundled plugin', () => {
    expect(refusal('mediation')).toBe('"mediation" is taken by the platform. Choose another name.');
  });

  it('a folder that exists, and leaves it as it is', () => {
    mkdirSync(join(folder, 'taken'));

    expect(refusal('taken')).toBe(`${join(folder, 'taken')} exists already. Choose another name, or remove it.`);
    expect(filesIn('taken')).toEqual([]);
  });

  it('tarballs that are not there, and writes nothing', () => {
    expect(refusal('brooks', '--packages', 'nowhere')).toBe(
      `There is no tarball (*.tgz) in ${join(folder, 'nowhere')}. Fill it with \`pnpm pack\`.`,
    );
    expect(existsSync(join(folder, 'brooks'))).toBe(false);
  });

  it('two names, and an option that it does not know', () => {
    const usage = 'Usage: npm create cunzhi-plugin [name] [-- --packages FOLDER]';

    expect(refusal('one', 'two')).toBe(`One name is enough, 2 were given. ${usage}`);
    expect(refusal('one', '--fast')).toBe(`Unknown option '--fast'. ${usage}`);
  });

  it('no name at all where nobody can be asked', () => {
    expect(refusal()).toBe('Name the plugin: npm create cunzhi-plugin [name] [-- --packages FOLDER]');
  });
});
