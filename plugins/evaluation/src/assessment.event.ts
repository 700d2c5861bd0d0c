/** What is announced about assessments: ids and states only, to whoever may read answers at the village. */
import type { PlatformEvent, ServiceContext } from '@cunzhi/plugin';
import type { Level } from './engine/index.ts';
import { ASSESSMENT_STATES, type AssessmentState } from './assessment.rule.ts';
import type { Assessment } from './evaluation.table.ts';

export const ASSESSMENT_EVENTS = {
  answerSaved: 'A village saved an answer.',
  evidenceChanged: 'Evidence was attached to an answer, or taken away.',
  assessmentSubmitted: 'A village handed in its assessment.',
  reviewStarted: 'A township began to score a village.',
  scoreGiven: 'A level scored an indicator.',
  reviewSigned: 'A township signed its scores of a village.',
} as const;

type About = { readonly indicator?: string | undefined; readonly level?: Level };

/** Announces a change of this assessment, which carries its new version and state. */
export function announce(
  ctx: ServiceContext,
  name: keyof typeof ASSESSMENT_EVENTS,
  assessment: Assessment,
  about: About = {},
): Promise<void> {
  const { id, roundId, placeCode, version, state } = assessment;
  return ctx.emit({
    name: `evaluation.${name}`,
    placeCode,
    permission: 'evaluation.answer.read',
    subject: { id, version },
    payload: { assessment: id, round: roundId, state, indicator: about.indicator ?? null, level: about.level ?? null },
  });
}

/** The state in an event, as the reader knows it. */
export function stateIn({ payload }: PlatformEvent): AssessmentState {
  return ASSESSMENT_STATES.find((state) => state === payload['state']) ?? 'drafting';
}
