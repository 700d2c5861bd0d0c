/**
 * Whatever a file holds, loading tells problems and never throws: one node of a right standard is replaced by junk.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PATHS, catalogueOf, textOf } from './fixtures/read.ts';
import { loadStandard } from './index.ts';
import { isRecord, readText } from './text.ts';

const catalogue = catalogueOf();
const JUNK = [
  null,
  'x',
  '',
  0,
  -1,
  1.5,
  true,
  [],
  {},
  [null],
  [{}],
  { kind: 'x' },
  { param: 'nothing' },
  'constructor',
  '2023-02-29',
];

it.each(['national', 'provincial'] as const)(
  'the %s sample, with one node replaced or removed',
  { timeout: 120_000 },
  (name) => {
    const { plain } = readText(textOf(PATHS[name]));
    const places = placesIn(plain);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...JUNK, undefined), (place, junk) => {
        const { standard, problems } = loadStandard(JSON.stringify(replaced(plain, place, junk)), 'x', catalogue);

        expect(standard === null).toBe(problems.length > 0);
        for (const { path, message, cure } of problems) {
          expect(path.length * message.length * cure.length).toBeGreaterThan(0);
          expect(message).not.toContain('[object');
        }
      }),
      { numRuns: 400 },
    );
  },
);

type Place = readonly (string | number)[];

function placesIn(node: unknown, place: Place = []): Place[] {
  const keys: (string | number)[] = Array.isArray(node)
    ? node.map((_, at) => at)
    : isRecord(node)
      ? Object.keys(node)
      : [];
  const inside = keys.flatMap((key) => placesIn(child(node, key), [...place, key]));
  return place.length === 0 ? inside : [place, ...inside];
}

function replaced(node: unknown, [key, ...rest]: Place, junk: unknown): unknown {
  if (key === undefined) return junk;
  if (Array.isArray(node)) return node.map((item: unknown, at) => (at === key ? replaced(item, rest, junk) : item));
  return { ...(isRecord(node) ? node : {}), [key]: replaced(child(node, key), rest, junk) };
}

function child(node: unknown, key: string | number): unknown {
  if (Array.isArray(node)) return typeof key === 'number' ? node[key] : undefined;
  return isRecord(node) ? node[String(key)] : undefined;
}
