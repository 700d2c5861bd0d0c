/** Dispute types in GraphQL: a list of two levels, as it is in force today. */
import type { LocalText } from '@cunzhi/plugin';
import type { Builder, Used } from './builder.ts';
import { localDay } from './day.rule.ts';
import type { DisputeType } from './mediation.table.ts';
import { listDisputeTypes, normKey, subtypesOn } from './norm.loader.ts';

export type CoreDoor = Used['core'];

/** A type on the day that it is looked at: for a case the day of its registration. */
export interface DatedType {
  readonly type: DisputeType;
  readonly on: string;
}
const nameOf = ({ nameZh, nameEn }: DisputeType): LocalText => ({ zh: nameZh, en: nameEn });

export function addDisputeTypes(b: Builder, { LocalText }: CoreDoor) {
  const DisputeSubtypeRef = b.objectRef<DisputeType>('DisputeSubtype').implement({
    description: 'A kind of dispute within a type.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code.' }),
      name: t.field({ type: LocalText, description: 'Its name.', resolve: nameOf }),
    }),
  });
  const DisputeTypeRef = b.objectRef<DatedType>('DisputeType').implement({
    description: 'A type of dispute (纠纷类型).',
    fields: (t) => ({
      code: t.string({ description: 'Stable code.', resolve: ({ type }) => type.code }),
      name: t.field({ type: LocalText, description: 'Its name.', resolve: ({ type }) => nameOf(type) }),
      subtypes: t.field({
        type: [DisputeSubtypeRef],
        description: 'The kinds within it, in the order of their codes.',
        resolve: async ({ type, on }, _args, ctx) => [...(await ctx.load(subtypesOn, normKey(type.code, on)))],
      }),
    }),
  });
  b.queries((t) => ({
    disputeTypes: t.field({
      type: [DisputeTypeRef],
      signedIn: true,
      description: 'The types of dispute that are in force today, in the order of their codes.',
      resolve: async (_root, _args, ctx) => {
        const on = localDay(ctx.now());
        return (await listDisputeTypes(ctx)).map((type) => ({ type, on }));
      },
    }),
  }));
  return { DisputeTypeRef, DisputeSubtypeRef };
}
