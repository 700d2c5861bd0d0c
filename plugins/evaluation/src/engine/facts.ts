/**
 * The catalogue of facts (事实): figures that plugins publish for a village and a year.
 *
 * Only what the catalogue lists may prefill an answer, with the same kind, unit and keys.
 */
import { z } from 'zod';
import { readText } from './text.ts';

const FACT = z.strictObject({
  type: z.enum(['yesNo', 'number', 'ratio', 'checklist', 'events', 'deliveries', 'periods', 'comparison']),
  unit: z.string().optional(),
  period: z.literal('year'),
  at: z.enum(['end', 'within']),
  owner: z.string(),
  records: z.string(),
  name: z.string(),
  every: z.enum(['week', 'month', 'quarter', 'half']).optional(),
  keys: z.array(z.string()).optional(),
});

const CATALOGUE = z.strictObject({
  kind: z.literal('fact-catalogue'),
  format: z.literal('1'),
  facts: z.record(z.string().regex(/^[a-z]+\.[a-z][A-Za-z0-9]*$/), FACT),
});

export type Fact = z.infer<typeof FACT>;

export interface FactCatalogue {
  facts: Readonly<Record<string, Fact>>;
}

/** One thing that is wrong with a file: where, what, and what to do. */
export interface FileProblem {
  path: string;
  indicator?: string;
  message: string;
  cure: string;
}

/** Reads a catalogue; with any problem it holds no facts. */
export function loadFacts(text: string): { catalogue: FactCatalogue; problems: FileProblem[] } {
  const reading = readText(text);
  const problems: FileProblem[] = reading.problems.map(asFileProblem);
  if (problems.length > 0) return { catalogue: { facts: {} }, problems };
  const parsed = CATALOGUE.safeParse(reading.value);
  if (parsed.success) return { catalogue: { facts: parsed.data.facts }, problems };
  for (const { path, message } of parsed.error.issues) {
    problems.push({ path: path.join('.'), message: `${message}.`, cure: 'Correct this entry of the fact catalogue.' });
  }
  return { catalogue: { facts: {} }, problems };
}

export function asFileProblem({ place, message }: { place: string; message: string }): FileProblem {
  return { path: place, message: `${message}.`, cure: 'Write the file as plain YAML with plain decimals.' };
}
