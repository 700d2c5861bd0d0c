/** What is announced about assessments: ids and states only, to whoever may read answers at the village. */
import { z } from 'zod';
import { defineEvents, type PlatformEvent, type ServiceContext } from '@cunzhi/plugin';
import { LEVELS, type Level } from './engine/index.ts';
import { ASSESSMENT_STATES, type AssessmentState } from './assessment.rule.ts';
import type { Assessment } from './evaluation.table.ts';

const changed = z.object({
  assessment: z.string(),
  round: z.string(),
  state: z.enum(ASSESSMENT_STATES),
  indicator: z.string().nullable(),
  level: z.enum(LEVELS).nullable(),
});

export const events = defineEvents('evaluation', {
  answerSaved: changed.describe('A village saved an answer.'),
  evidenceChanged: changed.describe('Evidence was attached to an answer, or taken away.'),
  assessmentSubmitted: changed.describe('A village handed in its assessment.'),
  reviewStarted: changed.describe('A township began to score a village.'),
  scoreGiven: changed.describe('A level scored an indicator.'),
  reviewSigned: changed.describe('A township signed its scores of a village.'),
  roundOpened: z.object({ round: z.string(), state: z.string() }).describe('A round was opened for its villages.'),
});

type About = { readonly indicator?: string | undefined; readonly level?: Level };

/** Announces a change of this assessment, which carries its new version and state. */
export function announce(
  ctx: ServiceContext,
  name: Exclude<keyof typeof events.schemas, 'roundOpened'>,
  assessment: Assessment,
  about: About = {},
): Promise<void> {
  const { id, roundId, placeCode, version, state } = assessment;
  return events.emit(ctx, name, {
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
