/**
 * From the fields to what is sent.
 *
 * Half-typed numbers are sent as they are: the server keeps them and hints. Only what the schema cannot hold
 * (a row without its day) waits, and says so.
 */
import type { Answer, AnswerForm, AnswerInput } from './answer.model.ts';
import { draftOf, type AnswerDraft, type FieldDraft } from './field-draft.ts';

/** `waiting`: something must be completed before it can be sent; what is typed stays in the browser. */
export type Outgoing = { ready: true; answer: AnswerInput | null } | { ready: false; waiting: 'date' | 'rows' };

const nothing: Outgoing = { ready: true, answer: null };
const send = (answer: AnswerInput): Outgoing => ({ ready: true, answer });
const wait = (waiting: 'date' | 'rows'): Outgoing => ({ ready: false, waiting });
const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text.trim());

/** What the draft of one indicator says to the server; `answer: null` empties it there. */
export function outgoing(draft: AnswerDraft): Outgoing {
  if (draft.notApplicable !== null) {
    const reason = draft.notApplicable.trim();
    return reason === '' ? wait('rows') : send({ notApplicable: { reason } });
  }
  return fieldsOutgoing(draft.fields);
}

function fieldsOutgoing(fields: FieldDraft): Outgoing {
  switch (fields.kind) {
    case 'yesNo':
      return fields.value === null ? nothing : send({ yesNo: { value: fields.value } });
    case 'number':
      return fields.number.trim() === '' ? nothing : send({ number: { number: fields.number.trim() } });
    case 'ratio':
      return pair(fields.numerator, fields.denominator, (numerator, denominator) => ({
        ratio: { numerator, denominator },
      }));
    case 'checklist':
      return fields.met.length === 0 && !fields.none ? nothing : send({ checklist: { met: [...fields.met] } });
    case 'choice':
      return fields.option === null ? nothing : send({ choice: { option: fields.option } });
    case 'periods':
      return fields.counts.every((count) => count.trim() === '')
        ? nothing
        : send({ periods: { counts: fields.counts.map((count) => count.trim()) } });
    case 'comparison':
      return pair(fields.current, fields.previous, (current, previous) => ({
        comparison: { current, previous: textOrNull(previous) },
      }));
    case 'assessor':
      return pair(fields.points, fields.reason, (points, reason) => ({ assessor: { points, reason } }));
    case 'composite':
      return compositeOutgoing(fields.fields);
    default:
      return rowsOutgoing(fields);
  }
}

function pair(first: string, second: string, make: (first: string, second: string) => AnswerInput): Outgoing {
  return first.trim() === '' && second.trim() === '' ? nothing : send(make(first.trim(), second.trim()));
}

function compositeOutgoing(fields: Record<string, FieldDraft>): Outgoing {
  const answers: { key: string; answer: AnswerInput }[] = [];
  for (const [key, field] of Object.entries(fields)) {
    const part = fieldsOutgoing(field);
    if (!part.ready) return part;
    if (part.answer) answers.push({ key, answer: part.answer });
  }
  return answers.length === 0 ? nothing : send({ composite: { fields: answers } });
}

type RowFields = Extract<FieldDraft, { rows: unknown }>;

function rowsOutgoing(fields: RowFields): Outgoing {
  switch (fields.kind) {
    case 'events':
      return listed(
        fields.has,
        fields.rows,
        (row) => isDay(row.date) && row.kind !== '',
        (rows) => ({
          events: {
            events: rows.map((row) => ({
              kind: row.kind,
              date: row.date.trim(),
              points: textOrNull(row.points),
              reason: textOrNull(row.reason),
              person: textOrNull(row.person),
              record: row.record,
            })),
          },
        }),
      );
    case 'deliveries':
      return listed(
        fields.has,
        fields.rows,
        (row) => isDay(row.due) && (row.done === '' || isDay(row.done)),
        (rows) => ({
          deliveries: { deliveries: rows.map((row) => ({ due: row.due.trim(), done: textOrNull(row.done) })) },
        }),
      );
    case 'findings':
      return listed(
        fields.has,
        fields.rows,
        (row) => isDay(row.date) && row.kind !== '' && row.authority !== '',
        (rows) => ({
          findings: {
            findings: rows.map((row) => ({
              kind: row.kind,
              date: row.date.trim(),
              authority: row.authority,
              person: textOrNull(row.person),
              document: textOrNull(row.document),
            })),
          },
        }),
      );
    case 'sample': {
      if (fields.rows.length === 0) return nothing;
      const drawn = fields.rows.flatMap(({ unit, passed }) => (passed === null ? [] : [{ unit: unit.trim(), passed }]));
      return drawn.length < fields.rows.length ? wait('rows') : send({ sample: { drawn } });
    }
  }
}

/** `has`: null = not said yet, false = nothing of the kind happened (an answer), true = the rows say what. */
function listed<Row>(
  has: boolean | null,
  rows: readonly Row[],
  isWhole: (row: Row) => boolean,
  make: (rows: readonly Row[]) => AnswerInput,
): Outgoing {
  if (has === null) return nothing;
  if (!has) return send(make([]));
  if (rows.length === 0) return wait('rows');
  return rows.every(isWhole) ? send(make(rows)) : wait('date');
}

/** Whether two drafts would send the same. */
export function saysSame(one: AnswerDraft, other: AnswerDraft): boolean {
  return JSON.stringify(outgoing(one)) === JSON.stringify(outgoing(other));
}

/** Whether two stored answers say the same, in the words of this form. */
export function sameAnswer(form: AnswerForm, one: Answer | null, other: Answer | null): boolean {
  return saysSame(draftOf(form, one), draftOf(form, other));
}
