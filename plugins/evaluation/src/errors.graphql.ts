/** The failures of the evaluation as members of result unions. */
import { UserError, type FieldProblem } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import {
  ActionNotAllowedError,
  AssessmentIncompleteError,
  ScoreRefusedError,
  type AssessmentGap,
} from './evaluation.errors.ts';

export function addErrors(b: Builder): void {
  b.objectType(ActionNotAllowedError, {
    name: 'ActionNotAllowedError',
    description: 'The action does not belong to the state; nothing was written.',
    interfaces: [UserError],
    fields: (t) => ({
      state: t.exposeString('state', { description: 'The state it is in.' }),
      action: t.exposeString('action', { description: 'What was asked.' }),
      possible: t.stringList({ description: 'What you could do instead.', resolve: ({ possible }) => [...possible] }),
    }),
  });
  const Gap = b.objectRef<AssessmentGap>('AssessmentGap').implement({
    description: 'One thing that is still missing.',
    fields: (t) => ({
      indicator: t.exposeString('indicator', { nullable: true, description: 'Which indicator; null for the whole.' }),
      code: t.exposeString('code', { description: 'Stable code.' }),
      message: t.string({ description: 'What would close it.', resolve: ({ text }, _args, ctx) => text[ctx.locale] }),
    }),
  });
  b.objectType(AssessmentIncompleteError, {
    name: 'AssessmentIncompleteError',
    description: 'Something is still missing; nothing was written.',
    interfaces: [UserError],
    fields: (t) => ({
      gaps: t.field({ type: [Gap], description: 'Every gap at once.', resolve: ({ gaps }) => [...gaps] }),
    }),
  });
  const Problem = b.objectRef<FieldProblem>('ScoreProblem').implement({
    description: 'One thing about a score that cannot be taken.',
    fields: (t) => ({
      path: t.exposeString('path', { description: 'Where in the input.' }),
      code: t.exposeString('code', { description: 'Stable code.' }),
      message: t.string({ description: 'What would be right.', resolve: ({ text }, _args, ctx) => text[ctx.locale] }),
    }),
  });
  b.objectType(ScoreRefusedError, {
    name: 'ScoreRefusedError',
    description: 'The score cannot be taken; nothing was written.',
    interfaces: [UserError],
    fields: (t) => ({
      fields: t.field({ type: [Problem], description: 'Every problem at once.', resolve: ({ fields }) => [...fields] }),
    }),
  });
}
