/** Naps: a plugin whose statements take their time, and tell what time they are given. */
import { core } from '@cunzhi/core';
import { definePlugin } from '@cunzhi/plugin';
import { sql } from 'drizzle-orm';

export const naps = definePlugin({
  id: 'naps',
  compat: '^1.0.0',
  uses: { core },
  permissions: { 'nap.take': { zh: '打盹', en: 'Nap', roles: ['county'] } },
  graphql: (b) => {
    const Input = b.inputType('NapsInput', {
      description: 'A nap.',
      fields: (t) => ({
        clientWriteId: t.id({ required: true, description: 'Made by the client, once for each attempt of a person.' }),
      }),
    });
    b.queries((t) => ({
      napsNap: t.string({
        nullable: true,
        permission: 'naps.nap.take',
        description: 'Sleeps in the database.',
        args: { seconds: t.arg.int({ required: true, description: 'How long.' }) },
        resolve: async (_root, { seconds }, { db }) => String(await db.execute(sql`select pg_sleep(${seconds})`)),
      }),
      napsLimit: t.string({
        nullable: true,
        permission: 'naps.nap.take',
        description: 'The longest statement of a query.',
        resolve: async (_root, _args, { db }) => limitOf(await db.execute(LIMIT)),
      }),
    }));
    b.mutations((t) => ({
      napsLimit: t.string({
        nullable: true,
        permission: 'naps.nap.take',
        description: 'The longest statement of a mutation.',
        args: { input: t.arg({ type: Input, required: true, description: 'A nap.' }) },
        replay: () => null,
        resolve: async (_root, _args, { db }) => limitOf(await db.execute(LIMIT)),
      }),
    }));
  },
});

const LIMIT = sql`select current_setting('statement_timeout') as "limit"`;
const limitOf = (rows: Iterable<Record<string, unknown>>): string => String([...rows][0]?.['limit']);
