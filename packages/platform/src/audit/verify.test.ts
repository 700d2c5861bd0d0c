/**
 * The proof against an adversary: an export is changed at random, with and without new hashes, and each change is found.
 *
 * `pnpm test:long` takes more rows.
 */
import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { scaled } from '@cunzhi/test';
import { chainHash, NO_HASH, rowHash, type CanonicalRow } from './canonical.ts';
import { rootMessage, type SignedRoot } from './root.ts';
import { verifyAudit } from './verify.mjs';

const ROWS = scaled(200);
const MANIPULATIONS = 10_000;
const MANY = scaled(100_000);

const say = (line: string): void => void process.stdout.write(`audit: ${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'cunzhi-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();

const rowOf = (n: number): CanonicalRow => [
  '1', String(700 + Math.floor(n / 3)), String(n), `2026-11-24T08:${String(n % 60).padStart(2, '0')}:00.123456Z`, randomUUID(),
  'recordAnswer', n % 5 === 0 ? null : '330523108204', 'Answer', randomUUID(), n % 4 === 0 ? 'refused' : 'done', randomUUID(),
  `{"writeId": "${randomUUID()}"}`,
]; // prettier-ignore

interface Line {
  readonly seq: number;
  readonly row: CanonicalRow;
  readonly rowHash: string;
  readonly chainHash: string;
}

/** Rows with their hashes, as the sealer makes them; whoever owns the machine can do the same. */
function sealed(rows: readonly CanonicalRow[]): Line[] {
  let chain = NO_HASH;
  return rows.map((row, index) => {
    const hash = rowHash(row);
    chain = chainHash(chain, hash);
    return { seq: index + 1, row, rowHash: hash.toString('hex'), chainHash: chain.toString('hex') };
  });
}
const texts = (lines: readonly Line[]) => lines.map((line) => JSON.stringify(line));

function rootOver({ seq, chainHash }: Line, key = privateKey): SignedRoot {
  const root = { seq, chainHash, signedAt: '2026-11-24T08:00:00.000Z' };
  return { ...root, signature: sign(null, rootMessage(root), key).toString('base64') };
}

const ROWS_OF_ALL = Array.from({ length: ROWS }, (_, index) => rowOf(index + 1));
const LINES = sealed(ROWS_OF_ALL);
const ROOTS = [Math.floor(ROWS / 3), Math.floor(ROWS / 2), ROWS].map((seq) => rootOver(LINES[seq - 1]!));
const check = (lines: Iterable<string>, roots: readonly SignedRoot[] = ROOTS) =>
  verifyAudit({ lines, roots, publicKey: pem });

/** Numbers that look random and are the same in each run. */
let state = 20261124;
const below = (most: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
};

type Manipulation = (lines: string[], rows: CanonicalRow[]) => string[];
const changed = (rows: CanonicalRow[]): CanonicalRow[] => {
  const [row, column] = [below(rows.length), 3 + below(9)];
  const before = rows[row]?.[column] ?? '';
  return rows.with(row, (rows[row] ?? []).with(column, `${before.slice(1)}${before.startsWith('x') ? 'y' : 'x'}`));
};
/** What can be done to an export: to one line or many, by hand or with all hashes made anew. */
const MANIPULATE: Readonly<Record<string, Manipulation>> = {
  'one character': (lines) => {
    const at = below(lines.length);
    const line = lines[at] ?? '';
    const place = below(line.length);
    const code = line.charCodeAt(place) ^ (1 + below(31));
    return lines.with(at, line.slice(0, place) + String.fromCharCode(code) + line.slice(place + 1));
  },
  'a character more': (lines) => {
    const at = below(lines.length);
    const place = below((lines[at] ?? '').length + 1);
    const line = lines[at] ?? '';
    return lines.with(at, `${line.slice(0, place)}${' 0a\t,'[below(5)]}${line.slice(place)}`);
  },
  'a line taken out': (lines) => lines.toSpliced(below(lines.length), 1),
  'a line twice': (lines) => {
    const at = below(lines.length);
    return lines.toSpliced(at, 0, lines[at] ?? '');
  },
  'two lines exchanged': (lines) => {
    const a = below(lines.length - 1);
    const b = a + 1 + below(lines.length - a - 1);
    return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
  },
  'the end cut off': (lines) => lines.slice(0, below(lines.length)),
  'the beginning cut off': (lines) => lines.slice(1 + below(lines.length - 1)),
  'a row changed, its own hash made anew': (lines, rows) => {
    const others = changed(rows);
    const at = others.findIndex((row, index) => row !== rows[index]);
    const hash = rowHash(others[at]!).toString('hex');
    return lines.with(at, JSON.stringify({ ...LINES[at], row: others[at], rowHash: hash }));
  },
  'a row changed, all hashes made anew': (_lines, rows) => texts(sealed(changed(rows))),
  'a row taken out, all hashes made anew': (_lines, rows) => texts(sealed(rows.toSpliced(below(rows.length), 1))),
  'a row put in, all hashes made anew': (_lines, rows) =>
    texts(sealed(rows.toSpliced(below(rows.length), 0, rowOf(10_000_000)))),
};

it('proves a whole export', async () => {
  expect(await check(texts(LINES))).toEqual({ ok: true, rows: ROWS, proved: ROWS });
  expect(await check(texts(LINES), ROOTS.slice(0, 1))).toEqual({ ok: true, rows: ROWS, proved: Math.floor(ROWS / 3) });
});

it(`finds each of ${MANIPULATIONS} random manipulations`, { timeout: 3_600_000 }, async () => {
  const kinds = Object.entries(MANIPULATE);
  const lines = texts(LINES);
  const missed: string[] = [];
  const began = performance.now();
  for (let round = 0; round < MANIPULATIONS; round++) {
    const [kind, manipulate] = kinds[round % kinds.length]!;
    if ((await check(manipulate(lines, ROWS_OF_ALL))).ok) missed.push(kind);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`${MANIPULATIONS} manipulations of ${ROWS} rows, ${missed.length} missed, ${seconds} s`);

  expect(missed).toEqual([]);
});

it('names the first bad row', async () => {
  const lines = texts(LINES);
  const at = 41;
  const row = LINES[at - 1]!.row.with(9, 'failed');

  expect(await check(lines.with(at - 1, JSON.stringify({ ...LINES[at - 1], row })))).toMatchObject({
    ok: false,
    seq: at,
  });
  expect(await check(lines.toSpliced(at - 1, 1))).toMatchObject({ ok: false, seq: at });
  expect(await check(lines.slice(0, at - 1))).toEqual({
    ok: false,
    seq: at,
    why: `is missing with all after it: a root was signed over ${ROWS} rows`,
  });
});

it('believes no root of another key, none that contradicts another, and no export without one', async () => {
  const other = generateKeyPairSync('ed25519').privateKey;
  const rewritten = sealed(ROWS_OF_ALL.with(3, rowOf(4)));
  const last = rewritten.at(-1)!;

  expect(await check(texts(rewritten), [rootOver(last, other)])).toMatchObject({ ok: false, seq: 0 });
  expect(await check(texts(rewritten), [...ROOTS, rootOver(last)])).toMatchObject({ ok: false, seq: ROWS });
  expect(await check(texts(LINES), [])).toMatchObject({ ok: false, seq: 0 });
});

it('runs alone, with files, and says what it found in a sentence', { timeout: 600_000 }, async () => {
  const many = sealed(Array.from({ length: MANY }, (_, index) => rowOf(index + 1)));
  const at = (name: string) => join(folder, name);
  writeFileSync(at('export.jsonl'), `${texts(many).join('\n')}\n`);
  writeFileSync(at('roots.jsonl'), `${JSON.stringify(rootOver(many.at(-1)!))}\n`);
  writeFileSync(at('key.pem'), pem);
  const script = fileURLToPath(new URL('verify.mjs', import.meta.url));
  const run = (file: string) =>
    promisify(execFile)(process.execPath, [script, at(file), at('roots.jsonl'), at('key.pem')]).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );

  const began = performance.now();
  const answer = await run('export.jsonl');
  const seconds = (performance.now() - began) / 1000;
  say(`${MANY} rows verified in ${seconds.toFixed(2)} s, ${Math.round(MANY / seconds)} rows/s`);

  expect(answer).toBe(`ok: ${MANY} rows, in order and whole, ${MANY} of them under a signed root.\n`);
  writeFileSync(at('short.jsonl'), `${texts(many.slice(0, -1)).join('\n')}\n`);
  expect(await run('short.jsonl')).toMatch(`BAD: row ${MANY} is missing`);
});
