/**
 * Reading YAML or JSON text without losing how a number was written.
 *
 * `value` holds every number as its source text (`0.10` stays `0.10`); `plain` holds it as YAML means it,
 * for the schema alone. Nothing is ever computed from `plain`.
 */
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { isDecimal } from './exact.ts';
import { readJson } from './text.json.ts';

interface TextProblem {
  /** Where in the text: a line, or a path of keys. */
  place: string;
  message: string;
}

export interface TextReading {
  value: unknown;
  plain: unknown;
  problems: TextProblem[];
}

/** Reads a text; when it cannot be read at all, `value` is null and `problems` says every place. */
export function readText(text: string): TextReading {
  const json = readJson(text);
  if (json) return { ...json, problems: [] };
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true });
  if (document.errors.length > 0) {
    return { value: null, plain: null, problems: document.errors.map(asProblem) };
  }
  const problems: TextProblem[] = [];
  try {
    // Also the guard against aliases that multiply without end: it throws before the walk below begins.
    const plain: unknown = document.toJS();
    return { value: walk(document.contents, document, [], problems), plain, problems };
  } catch (error) {
    return { value: null, plain: null, problems: [{ place: 'the whole file', message: messageOf(error) }] };
  }
}

export type PathPart = string | number;

/** `classes[1].items[0].points`. */
export function pathText(parts: readonly PathPart[]): string {
  return parts.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own value of a key; never what every object inherits (`constructor`, `toString`). */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A value as a sentence quotes it, cut when it is long. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function walk(node: unknown, document: Document, path: PathPart[], problems: TextProblem[]): unknown {
  if (isAlias(node)) return walk(node.resolve(document), document, path, problems);
  if (isSeq(node)) return node.items.map((item, at) => walk(item, document, [...path, at], problems));
  if (isMap(node)) {
    const entries = node.items.map((pair): [string, unknown] => {
      const key = String(isScalar(pair.key) ? (pair.key.source ?? pair.key.value) : pair.key);
      return [key, walk(pair.value, document, [...path, key], problems)];
    });
    return Object.fromEntries(entries);
  }
  if (!isScalar(node)) return null;
  if (typeof node.value !== 'number' && typeof node.value !== 'bigint') return node.value;
  const source = node.source ?? String(node.value);
  if (!isDecimal(source)) {
    problems.push({ place: pathText(path), message: `"${source}" is not a plain decimal such as 3 or 0.25` });
  }
  return source;
}

function asProblem(error: { message: string; linePos?: readonly { line: number }[] | undefined }): TextProblem {
  const line = error.linePos?.[0]?.line;
  const message = error.message.split('\n')[0] ?? error.message;
  return { place: line === undefined ? 'the whole file' : `line ${line}`, message: message.replace(/:$/, '') };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
