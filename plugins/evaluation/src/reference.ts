/**
 * Brings standards and the fact catalogue from `standards/` into the database; running it again changes nothing.
 *
 * A file with any problem is refused with all of them, the others still load; an edition is never edited.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { and, eq, sql } from 'drizzle-orm';
import { SetupError, type ReferenceContext } from '@cunzhi/plugin';
import { loadFacts, loadStandard, type FactCatalogue, type Standard } from './engine/index.ts';
import { edition, fact } from './evaluation.table.ts';

interface StandardFile {
  /** Relative to the folder of standards, for sentences. */
  readonly path: string;
  readonly text: string;
}

/** @throws SetupError with every problem of every file, after all right files were loaded. */
export async function loadReference({ db, standards }: ReferenceContext): Promise<void> {
  const { catalogue, problems: wrongFacts } = loadFacts(readFileSync(new URL('facts.yaml', standards), 'utf8'));
  const problems = wrongFacts.map(({ path, message, cure }) => `facts.yaml, ${path}: ${message} ${cure}`);
  if (problems.length === 0) await keepFacts(db, catalogue);
  const files = standardFiles(standards);
  const byEdition = new Map(files.flatMap((file) => keyed(loadStandard(file.text, file.path, catalogue).standard)));
  for (const file of files) problems.push(...(await keepEdition(db, file, { catalogue, byEdition })));
  if (problems.length > 0) throw new SetupError(problems);
}

function standardFiles(standards: URL): StandardFile[] {
  const folders = readdirSync(standards, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const paths = folders.flatMap(({ name }) =>
    readdirSync(new URL(`${name}/`, standards))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `${name}/${file}`),
  );
  return paths
    .sort()
    .map((path) => ({ path, text: readFileSync(new URL(path, standards), 'utf8') }))
    .filter(({ text }) => /^kind:\s*assessment-standard\s*(#.*)?$/m.test(text));
}

const keyed = (standard: Standard | null): [string, Standard][] =>
  standard ? [[`${standard.code}/${standard.edition}`, standard]] : [];

async function keepEdition(
  db: ReferenceContext['db'],
  { path, text }: StandardFile,
  { catalogue, byEdition }: { readonly catalogue: FactCatalogue; readonly byEdition: ReadonlyMap<string, Standard> },
): Promise<string[]> {
  const draft = [...byEdition.values()].find((one) => path === `${one.code}/${one.edition}.yaml`);
  const before = draft?.previous ? byEdition.get(`${draft.code}/${draft.previous.edition}`) : undefined;
  const { standard, hash, problems } = loadStandard(text, path, catalogue, { before: before ?? null });
  if (!standard) return problems.map(({ file, path: where, message, cure }) => `${file}, ${where}: ${message} ${cure}`);
  const { code, edition: name, inForce, reconstructed } = standard;
  const [added] = await db
    .insert(edition)
    .values({
      code,
      edition: name,
      hash,
      text,
      content: standard,
      inForceFrom: inForce.from,
      inForceUntil: inForce.until,
      isReconstructed: reconstructed,
    })
    .onConflictDoNothing()
    .returning({ hash: edition.hash });
  if (added) return [];
  const [stored] = await db
    .select({ hash: edition.hash })
    .from(edition)
    .where(and(eq(edition.code, code), eq(edition.edition, name)));
  if (stored?.hash === hash) return [];
  return [
    `${path}: an edition is never edited, and ${code}/${name} was loaded with another text. Restore the published text, and publish the correction as a new edition, such as ${name}.1.`,
  ];
}

async function keepFacts(db: ReferenceContext['db'], { facts }: FactCatalogue): Promise<void> {
  const rows = Object.entries(facts).map(([id, { name, owner }]) => ({ id, name, owner }));
  if (rows.length === 0) return;
  await db
    .insert(fact)
    .values(rows)
    .onConflictDoUpdate({ target: fact.id, set: { name: sql`excluded.name`, owner: sql`excluded.owner` } });
}
