/**
 * The shape of a model file, before anything in it is compared.
 *
 * The file is read with every scalar as the text that was written, so that `0.10` stays `0.10` and sums are exact.
 */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { isDecimal } from './decimal.rule.ts';

const decimal = z.string().refine(isDecimal, 'This is not a plain decimal. Write it like 0.25.');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'This is not a day. Write it like 2026-01-01.');
const localText = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const indicator = z.strictObject({
  item: z.string().optional(),
  fact: z.string().optional(),
  name: localText.optional(),
  direction: z.enum(['higher', 'lower']).optional(),
  floor: decimal.optional(),
  target: decimal.optional(),
  weight: decimal,
});

const example = z.strictObject({
  u: z.array(decimal),
  coupling: decimal,
  development: decimal,
  coordination: decimal,
  band: z.string(),
});

const shape = z.strictObject({
  kind: z.literal('three-governance-model'),
  format: z.literal('1'),
  code: z.literal('three-governance'),
  edition: z.string().regex(/^\d{4}(\.\d+)?$/, 'This is not an edition. Write it like 2026 or 2026.1.'),
  inForce: z.strictObject({ from: day, until: day.or(z.literal('null')), provenance: z.string() }),
  reconstructed: z.enum(['true', 'false']),
  notice: z.strictObject({ label: z.string(), zh: z.string(), en: z.string() }).optional(),
  standard: z.strictObject({ code: z.string(), editions: z.array(z.string()).min(1) }),
  leastCompleteness: decimal,
  alpha: z.literal('equal').or(z.array(decimal)),
  pillars: z.array(z.strictObject({ code: z.string(), name: localText, indicators: z.array(indicator).min(1) })).min(2),
  bands: z.array(z.strictObject({ from: decimal, zh: z.string(), en: z.string() })).min(1),
  examples: z.array(example).default([]),
});
export type ModelFile = z.infer<typeof shape>;

type Path = readonly (string | number)[];

/** A model file as it was read: its content when the shape is right, and a way to say where a problem is. */
export interface ModelReading {
  readonly content: ModelFile | null;
  readonly problems: string[];
  readonly report: (path: Path, problem: string) => void;
}

/** Reads the text of a model file; `file` is only named in problems. Never throws. */
export function readModelFile(text: string, file: string): ModelReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, uniqueKeys: true });
  const problems: string[] = [];
  const report = (path: Path, problem: string) =>
    problems.push(`${file}:${lineOf(path)} ${pathText(path)}: ${problem}`);

  /** The line of a value, or of the nearest one around it that is there. */
  function lineOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] | null } | undefined;
      if (node?.range) return lines.linePos(node.range[0] ?? 0).line;
    }
    return 1;
  }

  if (document.errors.length > 0) {
    for (const { message, linePos } of document.errors) {
      problems.push(`${file}:${linePos?.[0].line ?? 1} ${message.split('\n')[0]} Correct the YAML there.`);
    }
    return { content: null, problems, report };
  }
  const parsed = shape.safeParse(document.toJS());
  if (parsed.success) return { content: parsed.data, problems, report };
  for (const { path, message } of parsed.error.issues) {
    report(
      path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
      message.endsWith('.') ? message : `${message}. An earlier edition shows the form.`,
    );
  }
  return { content: null, problems, report };
}

const pathText = (path: Path) =>
  path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('') ||
  'the whole file';
