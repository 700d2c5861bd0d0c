/** Types of `verify.mjs`, which is plain JavaScript so that it runs alone. */
import type { SignedRoot } from './root.ts';

export type Verified =
  | { readonly ok: true; readonly rows: number; readonly proved: number }
  | { readonly ok: false; readonly seq: number; readonly why: string };

export function verifyAudit(options: {
  readonly lines: Iterable<string> | AsyncIterable<string>;
  readonly roots: readonly SignedRoot[];
  readonly publicKey: string | Buffer;
}): Promise<Verified>;
export function readRoots(path: string): SignedRoot[];
export function linesOf(path: string): Iterable<string>;
export function sentenceOf(found: Verified): string;
