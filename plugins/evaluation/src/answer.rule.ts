/**
 * What an answer in a draft amounts to: its hints, its points, what it still lacks.
 *
 * Content is never refused in a draft; only what no sheet could hold (too long, too many, not text) is.
 */
import type { FieldProblem } from '@cunzhi/plugin';
import {
  isRefusal,
  scoreIndicator,
  type Indicator,
  type ScoreContext,
  type ScoreStatus,
  type TraceStep,
  type VetoEffect,
} from './engine/index.ts';
import type { StoredAnswer } from './answer.shape.ts';
import type { Hint } from './evaluation.table.ts';

export interface DraftScore {
  readonly hints: readonly Hint[];
  readonly status: ScoreStatus;
  readonly points: string | null;
  readonly veto: VetoEffect | null;
  readonly trace: readonly TraceStep[];
}

/** The village's own score of an answer; with hints it counts as not answered yet. */
export function scoreDraft(indicator: Indicator, answer: StoredAnswer | null, context: ScoreContext): DraftScore {
  const outcome = scoreIndicator(indicator, answer, context);
  if (isRefusal(outcome)) {
    const hints = outcome.problems.map(({ code, field, message }) => ({ code, field, message }));
    return { hints, status: 'unanswered', points: null, veto: null, trace: [] };
  }
  const { status, points, veto, trace } = outcome;
  return { hints: [], status, points, veto: !veto || veto.effect === 'none' ? null : veto.effect, trace };
}

export interface EvidenceCounts {
  readonly selfStatus: ScoreStatus;
  readonly answer: StoredAnswer | null;
  readonly evidenceCount: number;
  readonly photoCount: number;
  readonly recordCount: number;
}

const LEFT_ASIDE: readonly ScoreStatus[] = ['notApplicable', 'exempt', 'dropped'];

/** How many pieces of evidence are still missing; nothing proves what does not apply or has not happened. */
export function evidenceMissing(indicator: Indicator, counts: EvidenceCounts): number {
  if (LEFT_ASIDE.includes(counts.selfStatus)) return 0;
  if (indicator.veto && isWithoutFindings(counts.answer)) return 0;
  const short = Number(indicator.evidence.min) - counts.evidenceCount - counts.recordCount;
  const photo = indicator.evidence.photo === 'required' && counts.photoCount === 0 ? 1 : 0;
  return Math.max(0, short, photo);
}

function isWithoutFindings(answer: StoredAnswer | null): boolean {
  const findings = answer?.['findings'];
  return !Array.isArray(findings) || findings.length === 0;
}

export const LONGEST_TEXT = 20_000;
const LONGEST_LIST = 500;
// PostgreSQL holds neither of the two: the null character, and half of a pair.
const UNWRITABLE = /\0|\p{Surrogate}/u;

/** Problems of size anywhere in an answer. */
export function sizeProblems(value: unknown, path = 'answer'): FieldProblem[] {
  if (typeof value === 'string') return textProblems(value, path);
  if (Array.isArray(value)) {
    const many = value.length > LONGEST_LIST ? [tooMany(path, value.length)] : [];
    return many.length > 0 ? many : value.flatMap((one, index) => sizeProblems(one, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => sizeProblems(one, `${path}.${key}`));
}

export function textProblems(text: string, path: string, most: number = LONGEST_TEXT): FieldProblem[] {
  if (text.length > most) {
    const zh = `文字最多 ${most} 字，这里有 ${text.length} 字。`;
    return [
      {
        path,
        code: 'TEXT_TOO_LONG',
        text: { zh, en: `A text has at most ${most} characters; this one has ${text.length}.` },
      },
    ];
  }
  if (!UNWRITABLE.test(text)) return [];
  return [
    {
      path,
      code: 'TEXT_UNREADABLE',
      text: {
        zh: '文字里有无法保存的符号，请删去。',
        en: 'The text holds a character that cannot be kept; remove it.',
      },
    },
  ];
}

function tooMany(path: string, length: number): FieldProblem {
  const zh = `最多 ${LONGEST_LIST} 条，这里有 ${length} 条。`;
  return {
    path,
    code: 'LIST_TOO_LONG',
    text: { zh, en: `At most ${LONGEST_LIST} entries are taken; there are ${length}.` },
  };
}

/** Every number as its text, as answers are kept. */
export function withTextNumbers(value: StoredAnswer): StoredAnswer {
  return mapped(value) as StoredAnswer;
}

function mapped(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(mapped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one)]));
}
