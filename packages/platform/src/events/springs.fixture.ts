/** Springs that rise: the smallest plugin with a write, its event and a stream, for the storm. */
import { core } from '@cunzhi/core';
import {
  defineEvents,
  defineLoader,
  definePlugin,
  NotFoundError,
  placed,
  placeCode,
  type PlatformEvent,
} from '@cunzhi/plugin';
import { eq, inArray } from 'drizzle-orm';
import { integer, pgSchema, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';

export const spring = pgSchema('plugin_springs').table('spring', {
  id: uuid('id').primaryKey().defaultRandom(),
  placeCode: placeCode('place_code').notNull(),
  version: integer('version').notNull().default(0),
});

const events = defineEvents('springs', { 'spring.rose': z.object({}) });
const findSpring = defineLoader<string, typeof spring.$inferSelect | null>({
  missing: null,
  batch: async (ctx, ids) => {
    const rows = await ctx.db
      .select()
      .from(spring)
      .where(inArray(spring.id, [...ids]));
    return new Map(rows.map((row) => [row.id, row]));
  },
});

export const springs = definePlugin({
  id: 'springs',
  compat: '^1.0.0',
  uses: { core },
  migrations: new URL('./fixtures/springs/', import.meta.url),
  permissions: {
    'spring.write': { zh: '记泉水', en: 'Record springs', roles: ['county'] },
    'spring.tend': { zh: '管泉水', en: 'Tend springs', roles: ['county'], handlersOnly: true },
  },
  tables: [placed(spring, { read: ['springs.spring.write'], write: ['springs.spring.write'] })],
  events,
  graphql: (b) => {
    const Spring = b.entity('SpringsSpring', spring, { description: 'A spring.' });
    b.fields(Spring, (t) => ({
      id: t.id(),
      version: t.column('version', { description: 'How often it rose.' }),
    }));
    const Rise = b.objectRef<PlatformEvent>('SpringsRise').implement({
      description: 'A spring rose.',
      fields: (t) => ({
        cursor: t.expose('cursor', { type: 'EventCursor', description: 'Listen again after this.' }),
        placeCode: t.expose('placeCode', { type: 'PlaceCode', description: 'Where.' }),
        springId: t.id({ description: 'Which one.', resolve: ({ subject }) => subject.id }),
        version: t.int({ description: 'How often it rose by then.', resolve: ({ subject }) => subject.version }),
      }),
    });
    const Input = b.inputType('SpringsRiseInput', {
      description: 'A spring that rises.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'Which one.' }),
        clientWriteId: t.id({ required: true, description: 'Made by the client, once for each attempt of a person.' }),
      }),
    });
    b.queries((t) => ({
      springsHere: t.field({
        type: 'EventCursor',
        permission: 'springs.spring.write',
        description: 'Where the log stands.',
        resolve: (_root, _args, ctx) => ctx.cursor(),
      }),
    }));
    b.mutations((t) => ({
      springsRise: t.field({
        type: Spring,
        permission: 'springs.spring.write',
        description: 'A spring rises by one.',
        args: { input: t.arg({ type: Input, required: true, description: 'Which one.' }) },
        replay: (id, ctx) => ctx.load(findSpring, id),
        resolve: async (_root, { input }, ctx) => {
          const { placeCode: place, version } = await ctx.service().lock(spring, eq(spring.id, String(input.id)));
          ctx.require('springs.spring.write', place);
          const [risen] = await ctx.db
            .update(spring)
            .set({ version: version + 1 })
            .where(eq(spring.id, String(input.id)))
            .returning();
          if (!risen) throw new NotFoundError();
          await events.emit(ctx.service(), 'spring.rose', {
            placeCode: place,
            permission: 'springs.spring.write',
            subject: { id: String(input.id), version: version + 1 },
            payload: {},
          });
          return risen;
        },
      }),
    }));
    b.subscriptions((t) => ({
      springsRisen: t.field({
        type: Rise,
        permission: 'springs.spring.write',
        description: 'Springs that rise, within reach.',
        args: {
          after: t.arg({ type: 'EventCursor', description: 'What has happened since this cursor comes first.' }),
        },
        subscribe: (_root, { after }, ctx) => ctx.listen({ plugin: 'springs', after, match: () => true }),
        resolve: (event) => event,
      }),
    }));
  },
});
