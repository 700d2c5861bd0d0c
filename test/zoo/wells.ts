/** The good plugin that lives beside the bad ones: a table, fields, a field on Village, an event, a service, a registry. */
import { core } from '@cunzhi/core';
import { defineEvents, definePlugin, placed, placeCode, registry } from '@cunzhi/plugin';
import { eq } from 'drizzle-orm';
import { pgSchema, text, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';

export const well = pgSchema('plugin_wells').table('well', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  note: text('note'),
  placeCode: placeCode('place_code').notNull(),
});

/** `cause` says which of the bad listeners is meant: each fails at its own and leaves the others alone. */
const events = defineEvents('wells', { 'well.dry': z.object({ cause: z.string() }) });

export const wells = definePlugin({
  id: 'wells',
  compat: '^1.0.0',
  uses: { core },
  migrations: new URL('sql/wells/', import.meta.url),
  permissions: {
    'well.read': { zh: '看水井', en: 'See wells', roles: ['clerk'] },
    'well.write': { zh: '记水井', en: 'Record wells', roles: ['clerk'] },
  },
  tables: [placed(well, { read: ['wells.well.read'], write: ['wells.well.write'] })],
  events,
  services: () => ({ gauges: registry<string>() }),
  graphql: (b, { core }) => {
    const Well = b.entity('WellsWell', well, { description: 'A well.' });
    b.fields(Well, (t) => ({
      id: t.id(),
      name: t.column('name', { description: 'Its name.' }),
      village: t.one(core.Village, { description: 'Where it is.', by: 'placeCode' }),
    }));
    b.fields(core.Village, (t) => ({
      wells: t.connection(Well, { description: 'Its wells.', by: 'placeCode', orderBy: { name: 'asc' } }),
    }));
    b.queries((t) => ({
      wells: t.connection(Well, { description: 'All wells within reach.', orderBy: { name: 'asc' } }),
      wellsFact: t.string({
        signedIn: true,
        nullable: true,
        description: 'The value of a fact about 余村, whoever publishes it.',
        args: { id: t.arg.string({ required: true, description: 'Its id.' }) },
        resolve: async (_root, { id }, ctx) => {
          const found = await ctx.facts({ ids: [id], villages: ['330523108204'], year: 2026 });
          return found.get(id)?.has('330523108204') ? 'known' : null;
        },
      }),
    }));
    b.mutations((t) => ({
      wellsReportDry: t.field({
        type: Well,
        permission: 'wells.well.write',
        description: 'Says that a well is dry.',
        args: {
          id: t.arg.id({ required: true, description: 'The well.' }),
          cause: t.arg.string({ required: true, description: 'Why.' }),
        },
        resolve: async (_root, { id, cause }, ctx) => {
          const row = await ctx.lock(well, eq(well.id, id));
          await events.emit(ctx.service(), 'well.dry', {
            placeCode: row.placeCode,
            permission: 'wells.well.read',
            subject: { id, version: 1 },
            payload: { cause },
          });
          return row;
        },
      }),
    }));
    return { Well };
  },
});
