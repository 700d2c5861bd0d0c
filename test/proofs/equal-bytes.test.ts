/**
 * Equal bytes: an id of another place, of another type, and one that nobody has are told apart by nobody.
 *
 * Every operation that takes an id is asked with each of them, everything else being right. What differs on purpose stands with
 * its reason in `told-apart.yaml`; a line there that is not needed fails.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from '@cunzhi/test';
import { CODES, NOWHERE, placeFor, VILLAGES } from '../matrix/places.ts';
import { rollBackMutations } from '../matrix/rollback.ts';
import { questionsOf, type Question } from '../matrix/run.ts';
import { specimens } from '../matrix/specimens/index.ts';
import { withoutCursors } from './listening.ts';
import { put, slotsOf, valueAt } from './slots.ts';
import { wholeDocument } from './whole.ts';
import { makeWorlds, type Side, type Worlds } from './worlds.ts';

const ASKING = ['anonymous', 'clerk', 'mediator12', 'inspector', 'county', 'admin6'];
const KINDS = ['person', 'grant', 'case ACCEPTED', 'yucun draft', 'assessment', 'round', 'evidence'] as const;
const NONSENSE = ['00000000-0000-4000-8000-00000000beef', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'nonsense', ''];

/** `query round(id)` → why its answers differ. */
const TOLD_APART = parse(readFileSync(new URL('told-apart.yaml', import.meta.url), 'utf8')) as {
  readonly ids: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, string>>;
};

let worlds: Worlds;
let side: Side;
let questions: Question[];
beforeAll(async () => {
  worlds = await makeWorlds();
  side = await worlds.open(ASKING);
  questions = questionsOf(side.host.host.schema, specimens());
}, 180_000);
afterAll(async () => {
  await side.close();
  await worlds.close();
});

/** A mutation says all of its errors; of a query what the matrix looks at is enough. */
const documentOf = (question: Question, variables: object): string =>
  question.asked.kind === 'mutation'
    ? wholeDocument(side.host.host.schema, question, variables)
    : question.asked.document;

/** The kind of row that an id of the world is of. */
function kindOf(id: unknown): string | undefined {
  if (id == null) return undefined;
  for (const code of CODES) for (const kind of NAMES) if (idAt(code, kind) === id) return kind.split(' ')[0];
  return undefined;
}
const NAMES = [...KINDS, 'other', 'case REGISTERED', 'case IN_MEDIATION', 'case TERMINATED', 'case UNHANDLED', 'yucun submitted',
  'yucun townshipReviewed', 'yucun countyReviewed', 'submitted', 'scoring', 'drafted'] as const; // prettier-ignore
const SAME: Readonly<Record<string, string>> = {
  other: 'person',
  submitted: 'assessment',
  scoring: 'assessment',
  drafted: 'round',
};

function idAt(code: string, name: string): string | undefined {
  try {
    return worlds.world.target(code).id(name);
  } catch {
    return undefined;
  }
}

/** Ids that are not there for whoever stands at that place and is asked for a row of that kind. */
function strangersTo(own: string, level: number, kind: string | undefined): string[] {
  const beyond = level === 12 ? VILLAGES.sameTownship : VILLAGES.otherCity;
  const elsewhere = KINDS.map((name) => idAt(beyond, name));
  const ofAnotherType = KINDS.filter((name) => kind !== undefined && name.split(' ')[0] !== kind).map((name) =>
    idAt(own, name),
  );
  // A round is held by a township for all of its villages.
  const shared = idAt(VILLAGES.yucun, 'round');
  return [...elsewhere, ...ofAnotherType, ...NONSENSE].filter((id): id is string => id !== undefined && id !== shared);
}

it('answers the same to an id of another place, of another type, and of nothing', async () => {
  const restores = rollBackMutations(side.host);
  const counts = { slots: 0, answers: 0 };
  const apart = new Map<string, string[]>();
  for (const question of questions)
    for (const { level, client, name } of side.actors) {
      const { specimen } = question;
      const own = placeFor(specimen.stands === 'village' ? 'village' : 'anywhere', level, 'own') ?? '';
      const args = () => specimen.args?.(worlds.world.target(own), worlds.world) ?? {};
      const document = documentOf(question, args());
      for (const slot of slotsOf(question, args(), 'ID')) {
        const known = kindOf(valueAt(args(), slot));
        const ids = strangersTo(own, level, SAME[known ?? ''] ?? known);
        const answers = new Map<string, string>();
        for (const id of ids)
          answers.set(
            withoutCursors(await client.queryText(declared(document, question, slot), put(args(), slot, id))),
            id,
          );
        counts.slots += 1;
        counts.answers += ids.length;
        const where = `${specimen.root}(${slot.join('.')})`;
        if (answers.size > 1)
          apart.set(where, [
            ...(apart.get(where) ?? []),
            `${name}: ${[...answers].map(([text, id]) => `${id} ${text.slice(0, 300)}`).join(' ≠ ')}`,
          ]);
      }
    }
  restores();

  console.log(
    `equal bytes: ${counts.slots} ids of operations and actors, ${counts.answers} answers, ${apart.size} told apart`,
  );
  expect(counts.answers).toBeGreaterThan(1_000);
  expect(Object.fromEntries([...apart].filter(([where]) => !(where in TOLD_APART.ids)))).toEqual({});
  expect(Object.keys(TOLD_APART.ids).filter((where) => !apart.has(where))).toEqual([]);
}, 900_000);

/** An optional argument that the specimen leaves out is declared and passed as well. */
function declared(document: string, { asked }: Question, [name = '']: readonly string[]): string {
  const arg = asked.field.args.find((one) => one.name === name);
  if (!arg || document.includes(`$${name}:`)) return document;
  const [kind = ''] = document.split(' ', 1);
  const rest = document.slice(kind.length);
  const head = rest.startsWith(' (')
    ? rest.replace('(', `($${name}: ${String(arg.type)}, `)
    : ` ($${name}: ${String(arg.type)})${rest}`;
  const call = `root: ${asked.field.name}`;
  return (
    kind +
    (head.includes(`${call}(`)
      ? head.replace(`${call}(`, `${call}(${name}: $${name}, `)
      : head.replace(call, `${call}(${name}: $${name})`))
  );
}

it('says of a code that no place has BAD_PLACE with the field, or just what it says of a place out of reach', async () => {
  const restores = rollBackMutations(side.host);
  const wrong = new Map<string, string>();
  let asked = 0;
  for (const question of questions)
    for (const { level, client, name } of side.actors) {
      const { specimen } = question;
      const own = placeFor(specimen.stands === 'village' ? 'village' : 'anywhere', level, 'own') ?? '';
      const args = () => specimen.args?.(worlds.world.target(own), worlds.world) ?? {};
      const document = documentOf(question, args());
      for (const slot of slotsOf(question, args(), 'PlaceCode')) {
        asked += 1;
        const answer = async (code: string) =>
          withoutCursors(await client.queryText(declared(document, question, slot), put(args(), slot, code)));
        const [beyond, ...unknown] = [await answer(VILLAGES.otherCity), await answer(NOWHERE), await answer(FAR_AWAY)];
        for (const text of unknown)
          if (!isBadPlace(text) && text !== beyond)
            wrong.set(`${specimen.root}(${slot.join('.')})`, `${name}: ${text.slice(0, 400)}`);
      }
    }
  restores();

  console.log(`equal bytes: ${asked} places of operations and actors`);
  expect(asked).toBeGreaterThan(100);
  expect(Object.fromEntries([...wrong].filter(([where]) => !(where in TOLD_APART.places)))).toEqual({});
  expect(Object.keys(TOLD_APART.places).filter((where) => !wrong.has(where))).toEqual([]);
}, 300_000);

/** A code of the right form that no place has, in another province. */
const FAR_AWAY = '999999999999';

function isBadPlace(text: string): boolean {
  const [error] = (JSON.parse(text) as Answer<unknown>).errors ?? [];
  return error?.extensions.code === 'BAD_PLACE' && error.extensions.field !== undefined;
}
