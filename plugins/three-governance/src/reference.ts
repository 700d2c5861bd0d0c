/**
 * Publishing models: from `standards/three-governance/` into the database, at `cunzhi apply`.
 *
 * An edition is published once; a file that was edited afterwards is refused, because scores already stand on it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { SetupError, type ReferenceContext } from '@cunzhi/plugin';
import { model as modelTable } from './governance.table.ts';
import { loadModel, type KnownNames, type KnownStandard } from './model.load.ts';
import type { GovernanceModel } from './model.ts';

const FOLDER = 'three-governance/';

/** @throws SetupError with every problem of every file; then nothing is published. */
export async function loadModels({ db, standards }: ReferenceContext): Promise<void> {
  const published = new Map((await db.select().from(modelTable)).map(({ edition, hash }) => [edition, hash]));
  const known: KnownNames = { standards: knownStandards(standards), facts: knownFacts(standards) };
  const problems: string[] = [];
  const fresh: { model: GovernanceModel; hash: string }[] = [];
  for (const name of yamlFiles(new URL(FOLDER, standards))) {
    const text = readFileSync(new URL(FOLDER + name, standards), 'utf8');
    const file = FOLDER + name;
    const hash = createHash('sha256').update(text).digest('hex');
    const loaded = loadModel(text, file, known);
    problems.push(...loaded.problems);
    const { model } = loaded;
    if (!model) continue;
    const earlier = published.get(model.edition);
    if (`${model.edition}.yaml` !== name)
      problems.push(
        `${file} edition: The edition ${model.edition} stands in a file called ${name}. Call it ${model.edition}.yaml.`,
      );
    else if (earlier === undefined) fresh.push({ model, hash });
    else if (earlier !== hash)
      problems.push(
        `${file} the whole file: Edition ${model.edition} was published with another text. Restore it, and publish the correction as a new edition, such as ${model.edition}.1.`,
      );
  }
  if (problems.length > 0) throw new SetupError(problems);
  for (const { model, hash } of fresh) {
    const { code, edition, inForce } = model;
    await db
      .insert(modelTable)
      .values({ edition, code, hash, inForceFrom: inForce.from, inForceUntil: inForce.until, content: model })
      .onConflictDoNothing();
  }
}

const StandardFile = z.object({
  kind: z.literal('assessment-standard'),
  code: z.string(),
  edition: z.string(),
  inForce: z.object({ from: z.string(), until: z.string().nullable() }),
  scope: z.object({ rates: z.array(z.enum(['village', 'community'])) }),
  classes: z.array(
    z.object({ items: z.array(z.object({ code: z.string(), name: z.object({ zh: z.string(), en: z.string() }) })) }),
  ),
});

/** What the standards hold that a model can name; a broken standard is its own plugin's to report. */
function knownStandards(standards: URL): KnownNames['standards'] {
  const known = new Map<string, Map<string, KnownStandard>>();
  for (const folder of readdirSync(standards, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const name of yamlFiles(new URL(`${folder.name}/`, standards))) {
      const parsed = StandardFile.safeParse(parse(readFileSync(new URL(`${folder.name}/${name}`, standards), 'utf8')));
      if (!parsed.success) continue;
      const { code, edition, inForce, scope, classes } = parsed.data;
      const items = new Map(classes.flatMap((one) => one.items.map((item) => [item.code, item.name])));
      known.set(code, (known.get(code) ?? new Map()).set(edition, { ...inForce, rates: scope.rates, items }));
    }
  }
  return known;
}

function knownFacts(standards: URL): ReadonlyMap<string, string> {
  const file = new URL('facts.yaml', standards);
  if (!existsSync(file)) return new Map();
  const { facts } = z
    .object({ facts: z.record(z.string(), z.object({ type: z.string() })) })
    .parse(parse(readFileSync(file, 'utf8')));
  return new Map(Object.entries(facts).map(([id, { type }]) => [id, type]));
}

const yamlFiles = (folder: URL) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
    : [];
