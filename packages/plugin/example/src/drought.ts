/** A neighbour: another plugin that builds on wells. */
import { core } from '@cunzhi/core';
import { definePlugin } from '@cunzhi/plugin';
import { wells } from './index.ts';

export const drought = definePlugin({
  id: 'drought',
  compat: '^1.0.0',
  uses: { core, wells },
  services: (_own, { wells: door }) => door.sources.add({ zh: '送水车', en: 'Water truck' }),
  graphql: (b, { core: { Village }, wells: door }) =>
    b.fields(Village, (t) => ({
      droughtIsNear: t.boolean({
        nullable: true,
        description: 'True while a well of the village is low.',
        resolve: async (village, _args, ctx) => (await door.lowWells(ctx.service(), village.code)) > 0,
      }),
    })),
});
