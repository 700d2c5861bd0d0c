/** Visitors with a number each: a plugin as a third party writes it, for the tests of sensitive values. */
import { core } from '@cunzhi/core';
import {
  definePlugin, InputRefusedError, NotFoundError, placed, placeCode, RevealLimitError, sensitive, type RequestContext,
} from '@cunzhi/plugin'; // prettier-ignore
import { eq } from 'drizzle-orm';
import { pgSchema, text, uuid } from 'drizzle-orm/pg-core';

export const visitor = pgSchema('plugin_visitors').table('visitor', {
  id: uuid('id').primaryKey(),
  placeCode: placeCode('place_code').notNull(),
  name: text('name').notNull(),
  phone: sensitive('phone', 'phone'),
  otherPhone: sensitive('other_phone', 'phone'),
  idNumber: sensitive('id_number', 'idNumber'),
  idNumberHash: text('id_number_hash'),
});

/** Shows the phone of a visitor in the clear. */
async function revealPhone(ctx: RequestContext, id: string, reason: string) {
  const [row] = await ctx.db.select().from(visitor).where(eq(visitor.id, id));
  if (!row?.phone) throw new NotFoundError();
  return { id, value: await ctx.sensitive.reveal({ column: visitor.phone, row }, row.phone, reason) };
}

export const visitors = definePlugin({
  id: 'visitors',
  compat: '^1.0.0',
  uses: { core },
  migrations: new URL('./fixtures/visitors/', import.meta.url),
  permissions: { 'visitor.read': { zh: '看来访的人', en: 'See visitors', roles: ['clerk'] } },
  tables: [placed(visitor, { read: ['visitors.visitor.read'], write: ['visitors.visitor.read'] })],
  graphql: (b) => {
    const permission = 'visitors.visitor.read';
    const Visitor = b.entity('VisitorsVisitor', visitor, { description: 'A visitor.' });
    b.fields(Visitor, (t) => ({
      id: t.id(),
      phone: t.sensitive('phone', { description: 'The phone.' }),
      otherPhone: t.sensitive('otherPhone', { description: 'Another phone.' }),
      idNumber: t.sensitive('idNumber', { description: 'The ID number.' }),
    }));
    b.queries((t) => ({
      visitors: t.connection(Visitor, { description: 'All visitors.', orderBy: { name: 'asc' } }),
      visitorsPhone: t.string({
        permission,
        description: 'Tries to give a phone out where nothing is written.',
        args: { id: t.arg.id({ required: true, description: 'Whose.' }) },
        resolve: async (_root, { id }, ctx) => (await revealPhone(ctx, id, 'a query')).value,
      }),
    }));
    const Reveal = b.inputType('VisitorsRevealInput', {
      description: 'Whose phone, and why.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'Whose.' }),
        reason: t.string({ required: true, description: 'Why.' }),
        clientWriteId: t.id({ required: true, description: 'The write id.' }),
      }),
    });
    b.mutations((t) => ({
      visitorsRevealPhone: t.field({
        type: b.errorUnion('VisitorsRevealed', {
          types: ['Revealed', InputRefusedError, RevealLimitError],
          resolveType: () => 'Revealed',
        }),
        permission,
        description: 'Shows a phone.',
        args: { input: t.arg({ type: Reveal, required: true, description: 'Whose phone, and why.' }) },
        replay: (id) => ({ id, value: null }),
        resolve: (_root, { input: { id, reason } }, ctx) => revealPhone(ctx, id, reason),
      }),
    }));
  },
});
