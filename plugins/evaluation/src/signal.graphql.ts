/** What is live: signals with ids and states, filtered from the one log; details are queried, where rights are asked again. */
import type { PlatformEvent } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import { stateIn } from './assessment.event.ts';
import type { addAssessments } from './assessment.graphql.ts';
import { getAssessment } from './assessment.service.ts';
import type { wordEnum } from './doors.ts';
import { LEVELS, type Level } from './engine/index.ts';
import { getRound } from './round.service.ts';

interface Shared {
  readonly assessments: ReturnType<typeof addAssessments>;
  readonly ScoreLevel: ReturnType<typeof wordEnum<Level>>;
}

export function addSignals(b: Builder, { assessments: { AssessmentState }, ScoreLevel }: Shared): void {
  const AssessmentSignal = b.objectRef<PlatformEvent>('AssessmentSignal').implement({
    description: 'Something changed about an assessment.',
    fields: (t) => ({
      cursor: t.field({ type: 'EventCursor', description: 'Its place in the log.', resolve: ({ cursor }) => cursor }),
      name: t.exposeString('name', { description: 'What happened.' }),
      at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ occurredAt }) => occurredAt }),
      assessment: t.id({ description: 'Which assessment.', resolve: ({ subject }) => subject.id }),
      version: t.int({ description: 'The version it has now.', resolve: ({ subject }) => subject.version }),
      state: t.field({ type: AssessmentState, description: 'Where it stands now.', resolve: stateIn }),
      indicator: t.string({
        nullable: true,
        description: 'Which indicator, when it was one.',
        resolve: ({ payload }) => textIn(payload['indicator']),
      }),
      level: t.field({
        type: ScoreLevel,
        nullable: true,
        description: 'Which level did it.',
        resolve: ({ payload }) => LEVELS.find((level) => level === payload['level']) ?? null,
      }),
    }),
  });
  const RoundSignal = b.objectRef<PlatformEvent>('RoundSignal').implement({
    description: 'An assessment of a round moved.',
    fields: (t) => ({
      cursor: t.field({ type: 'EventCursor', description: 'Its place in the log.', resolve: ({ cursor }) => cursor }),
      name: t.exposeString('name', { description: 'What happened.' }),
      at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ occurredAt }) => occurredAt }),
      assessment: t.id({ description: 'Which assessment.', resolve: ({ subject }) => subject.id }),
      place: t.field({ type: 'PlaceCode', description: 'Of which village.', resolve: ({ placeCode }) => placeCode }),
      state: t.field({ type: AssessmentState, description: 'Where it stands now.', resolve: stateIn }),
    }),
  });
  const READ = 'evaluation.answer.read';
  b.subscriptions((t) => ({
    assessmentChanged: t.field({
      type: AssessmentSignal,
      permission: READ,
      description: 'Every change of one assessment; NOT_FOUND when it is not there or not yours.',
      args: {
        id: t.arg.id({ required: true, description: 'Its id.' }),
        after: t.arg({ type: 'EventCursor', description: 'Only what came after it.' }),
      },
      subscribe: async (_root, { id, after }, ctx) => {
        const { id: known } = await ctx.read(() => getAssessment(ctx, id));
        return ctx.listen({ plugin: 'evaluation', after, match: ({ subject }) => subject.id === known });
      },
      resolve: (event) => event,
    }),
    roundProgress: t.field({
      type: RoundSignal,
      permission: READ,
      description: 'Every move of an assessment of a round, within your reach.',
      args: {
        id: t.arg.id({ required: true, description: 'Id of the round.' }),
        after: t.arg({ type: 'EventCursor', description: 'Only what came after it.' }),
      },
      subscribe: async (_root, { id, after }, ctx) => {
        const { id: known } = await ctx.read(() => getRound(ctx, id));
        return ctx.listen({
          plugin: 'evaluation',
          after,
          match: ({ payload }) => payload['round'] === known && 'assessment' in payload,
        });
      },
      resolve: (event) => event,
    }),
  }));
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
