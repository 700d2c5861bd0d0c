import { core } from '@cunzhi/core';
import { definePlugin } from '@cunzhi/plugin';

export const hello = definePlugin({
  id: 'wells',
  compat: '^1.0.0',
  uses: { core },
  graphql: (b, { core }) =>
    b.fields(core.Village, (t) => ({
      wellsGreeting: t.string({ nullable: true, description: 'A welcome.', resolve: (v) => `欢迎来到${v.name}` }),
    })),
});
