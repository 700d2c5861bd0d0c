/** The audit log in GraphQL, for auditors. */
import type { Builder } from './builder.ts';
import { listAudit, readSeal, type AuditRow, type AuditSeal } from './audit.service.ts';
import type { addPlaces } from './place.graphql.ts';
import { placeByCode } from './place.service.ts';

export function addAudit(b: Builder, { Place }: ReturnType<typeof addPlaces>): void {
  const Actor = b.objectRef<NonNullable<AuditRow['actor']>>('AuditActor').implement({
    description: 'A person in the audit log.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The person.' }),
      name: t.exposeString('name', { description: 'Their name now.' }),
    }),
  });
  const Outcome = b.enumType('AuditOutcome', {
    description: 'How it ended: done, refused with a reason, or failed.',
    values: { DONE: { value: 'done' }, REFUSED: { value: 'refused' }, FAILED: { value: 'failed' } } as const,
  });
  const Entry = b.objectRef<AuditRow>('AuditEntry').implement({
    description: 'One row of the audit log (审计记录): references, no texts.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its number.' }),
      at: t.expose('at', { type: 'DateTime', description: 'When.' }),
      actor: t.expose('actor', {
        type: Actor,
        nullable: true,
        description: 'Who; null for the platform itself, and for somebody who is unknown.',
      }),
      about: t.expose('about', {
        type: Actor,
        nullable: true,
        description: 'Another person whom it was about: as whom somebody looked.',
      }),
      act: t.exposeString('act', { description: 'What: a mutation, or a kind such as signIn.' }),
      place: t.field({
        type: Place,
        nullable: true,
        description: 'Where.',
        resolve: ({ placeCode }, _args, ctx) => (placeCode ? ctx.load(placeByCode, placeCode) : null),
      }),
      subjectType: t.exposeString('subjectType', { nullable: true, description: 'The type of what it was about.' }),
      subjectId: t.exposeString('subjectId', { nullable: true, description: 'The id of what it was about.' }),
      outcome: t.expose('outcome', { type: Outcome, description: 'How it ended.' }),
      code: t.exposeString('code', { nullable: true, description: 'Why not, as a code.' }),
      field: t.exposeString('field', {
        nullable: true,
        description: 'The sensitive field that was shown, or the field of the input that was refused.',
      }),
      reason: t.exposeString('reason', { nullable: true, description: 'The reason given for showing it.' }),
    }),
  });
  const Seal = b.objectRef<AuditSeal>('AuditSeal').implement({
    description: 'How far the seal over the audit log has come.',
    fields: (t) => ({
      sealed: t.exposeInt('sealed', { description: 'Rows in the chain.' }),
      unsealed: t.exposeInt('unsealed', { description: 'Rows that came since; sealed within seconds.' }),
      proved: t.exposeInt('proved', { description: 'Rows under the last signed root.' }),
      signedAt: t.expose('signedAt', { type: 'DateTime', nullable: true, description: 'When that root was signed.' }),
    }),
  });
  b.queries((t) => ({
    auditLog: t.connection({
      type: Entry,
      permission: 'core.audit.read',
      description: 'The audit log within your reach, newest first; with `first` and `after` only.',
      args: {
        actor: t.arg.id({ description: 'Only acts of this person, or about them.' }),
        act: t.arg.string({ description: 'Only this act.' }),
        place: t.arg({ type: 'PlaceCode', description: 'Only here and below.' }),
        from: t.arg({ type: 'DateTime', description: 'From then on.' }),
        to: t.arg({ type: 'DateTime', description: 'Before then.' }),
      },
      resolve: (_root, { actor, act, place, from, to, ...args }, ctx) =>
        listAudit(ctx, { actor, act, place, from, to }, args),
    }),
    auditSeal: t.field({
      type: Seal,
      nullable: true,
      permission: 'core.audit.verify',
      description: 'The state of the seal. What proves is `cunzhi audit verify`, with roots kept elsewhere.',
      resolve: (_root, _args, ctx) => readSeal(ctx),
    }),
  }));
}
