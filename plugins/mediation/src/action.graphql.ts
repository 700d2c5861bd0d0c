/** What the viewer may do with a case, and what stands in the way, in GraphQL. */
import type { Builder } from './builder.ts';
import type { GuardFailure } from './case.errors.ts';
import type { AllowedAction } from './case-list.service.ts';

export function addActions(b: Builder) {
  const GuardFailureRef = b.objectRef<GuardFailure>('GuardFailure').implement({
    description: 'Something that must be put right first.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code.' }),
      message: t.string({ description: 'What is wrong.', resolve: ({ message }, _args, ctx) => message[ctx.locale] }),
      cure: t.string({ description: 'What to do.', resolve: ({ cure }, _args, ctx) => cure[ctx.locale] }),
      field: t.exposeString('field', { nullable: true, description: 'The field of the input that settles it.' }),
    }),
  });
  const ActionRef = b.objectRef<AllowedAction>('MediationAction').implement({
    description: 'An act that the table has from the present state.',
    fields: (t) => ({
      act: t.exposeString('act', { description: 'Its name in the table.' }),
      mutation: t.exposeString('mutation', { description: 'The mutation that does it.' }),
      blockedBy: t.field({
        type: [GuardFailureRef],
        description: 'What stands in its way whatever is entered; empty when it can be done.',
        resolve: ({ blockedBy }) => [...blockedBy],
      }),
    }),
  });
  return { GuardFailureRef, ActionRef };
}
