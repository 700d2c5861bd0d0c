/**
 * Proves an export of the audit log: one file, no dependencies, no database, nothing of this platform.
 *
 *   node verify.mjs <export.jsonl> <folder or file of roots> <public key .pem>
 *
 * It says `ok` with what was proved, or the first row that is wrong and why, with exit code 1. An export that was cut off is
 * found against the roots: take those that were kept somewhere else.
 */
import { isUtf8 } from 'node:buffer';
import { createPublicKey, hash, verify } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROW_LENGTH = 12;
const sha256 = (content) => hash('sha256', content, 'buffer');

/** What is wrong, with the number of the row; 0 when it is no row. */
class Bad extends Error {
  constructor(seq, why) {
    super(why);
    this.seq = seq;
  }
}

/**
 * @param lines of the export, in order: an (async) iterable of texts
 * @param roots `[{ seq, chainHash, signedAt, signature }]` in any order
 * @param publicKey Ed25519, as PEM
 * @returns `{ ok: true, rows, proved }` — rows up to `proved` stand under a signed root — or `{ ok: false, seq, why }`
 */
export async function verifyAudit({ lines, roots, publicKey }) {
  try {
    const known = checkRoots(roots, createPublicKey(publicKey));
    const rows = await checkLines(lines, known);
    const last = Math.max(0, ...known.keys());
    if (rows < last) throw new Bad(rows + 1, `is missing with all after it: a root was signed over ${last} rows`);
    return { ok: true, rows, proved: last };
  } catch (error) {
    if (error instanceof Bad) return { ok: false, seq: error.seq, why: error.message };
    throw error;
  }
}

/** Chain hashes by number of row. */
function checkRoots(roots, key) {
  if (roots.length === 0) throw new Bad(0, 'there is no root: without one nothing shows that the end was not cut off');
  const known = new Map();
  for (const { seq, chainHash, signedAt, signature } of roots) {
    const message = Buffer.from(`cunzhi audit root\n${seq}\n${chainHash}\n${signedAt}\n`);
    if (!verify(null, message, key, Buffer.from(String(signature), 'base64')))
      throw new Bad(0, `the root of ${signedAt} over ${seq} rows is not signed with this key`);
    if ((known.get(seq) ?? chainHash) !== chainHash) throw new Bad(seq, 'has two roots that contradict each other');
    known.set(seq, chainHash);
  }
  return known;
}

async function checkLines(lines, roots) {
  const chain = new Chain(roots);
  // Not `for await` for what is there already: waiting for each of a million rows takes longer than checking it.
  if (Symbol.iterator in lines) for (const line of lines) chain.add(line);
  else for await (const line of lines) chain.add(line);
  return chain.seq;
}

class Chain {
  seq = 0;
  #hash = Buffer.alloc(64);
  #position = [0n, 0n, 0n];
  #roots;

  constructor(roots) {
    this.#roots = roots;
  }

  add(line) {
    const seq = ++this.seq;
    const { row, rowHash, chainHash } = parsed(line, seq);
    const rowText = JSON.stringify(row);
    // A line in exactly the form of an export: one that is written in another way was touched.
    if (line !== `{"seq":${seq},"row":${rowText},"rowHash":"${rowHash}","chainHash":"${chainHash}"}`)
      throw new Bad(seq, 'is not in the form of an export, or not in its place');
    const hashed = sha256(rowText);
    if (hashed.toString('hex') !== rowHash) throw new Bad(seq, 'is not the row that was sealed');
    hashed.copy(this.#hash, 32);
    const chained = sha256(this.#hash);
    chained.copy(this.#hash, 0);
    if (chained.toString('hex') !== chainHash) throw new Bad(seq, 'does not follow from the rows before it');
    this.#inOrder(row, seq);
    const root = this.#roots.get(seq);
    if (root !== undefined && root !== chainHash)
      throw new Bad(seq, 'differs from its signed root: this row or one before it was written anew with its hashes');
  }

  /** Positions are epoch, transaction and id; each grows. */
  #inOrder([epoch, xid, id], seq) {
    const before = this.#position;
    const now = [BigInt(epoch), BigInt(xid), BigInt(id)];
    const at = now.findIndex((part, index) => part !== before[index]);
    if (at === -1 || now[at] < before[at]) throw new Bad(seq, 'stands out of order');
    this.#position = now;
  }
}

function parsed(line, seq) {
  let one;
  try {
    one = JSON.parse(line);
  } catch {
    throw new Bad(seq, 'is no line of an export');
  }
  if (one?.row === null) throw new Bad(seq, 'was sealed and is gone');
  if (!isRow(one?.row)) throw new Bad(seq, 'is no row of the audit log');
  return one;
}

const isRow = (row) =>
  Array.isArray(row) &&
  row.length === ROW_LENGTH &&
  row.every((one) => one === null || typeof one === 'string') &&
  row.slice(0, 3).every((one) => /^\d{1,20}$/.test(one));

/** The roots in a file, or in all files of a folder that end in .jsonl. */
export function readRoots(path) {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
}

/** The lines of a file, a piece at a time, without holding it in memory. A piece is cut at its last line end, as bytes. */
export function* linesOf(path) {
  const file = openSync(path);
  try {
    const piece = Buffer.alloc(1 << 20);
    let held = 0;
    for (let size; (size = readSync(file, piece, { offset: held })) > 0;) {
      const filled = held + size;
      const end = piece.subarray(0, filled).lastIndexOf(LINE_END) + 1;
      if (end > 0) yield* textOf(piece.subarray(0, end - 1)).split('\n');
      else if (filled === piece.length) throw new Error(`${path} has a line of more than a megabyte: it is no export.`);
      piece.copyWithin(0, end, filled);
      held = filled - end;
    }
    if (held > 0) yield textOf(piece.subarray(0, held));
  } finally {
    closeSync(file);
  }
}

const LINE_END = 10;

function textOf(bytes) {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new Error('The file holds bytes that are no text: it is no export, or it was damaged.');
}

/** What was found, as one sentence. */
export function sentenceOf(found) {
  if (!found.ok) return found.seq === 0 ? `BAD: ${found.why}.` : `BAD: row ${found.seq} ${found.why}.`;
  const open = found.rows - found.proved;
  const rest = open === 0 ? '' : ` ${open} after the last root are chained, but not proved yet.`;
  return `ok: ${found.rows} rows, in order and whole, ${found.proved} of them under a signed root.${rest}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, roots, key] = process.argv.slice(2);
  if (!file || !roots || !key) {
    console.error('node verify.mjs <export.jsonl> <folder or file of roots> <public key .pem>');
    process.exit(2);
  }
  const found = await verifyAudit({ lines: linesOf(file), roots: readRoots(roots), publicKey: readFileSync(key) });
  console.log(sentenceOf(found));
  process.exitCode = found.ok ? 0 : 1;
}
