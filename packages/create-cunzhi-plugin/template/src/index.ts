import { core } from '@cunzhi/core';
import { definePlugin } from '@cunzhi/plugin';

export default definePlugin({
  id: '__id__',
  compat: '^1.0.0',
  uses: { core },
  admin: new URL('../admin/index.ts', import.meta.url),
  graphql: (b, { core }) => {
    b.fields(core.Village, (t) => ({
      __camel__Greeting: t.string({ nullable: true, description: 'A welcome.', resolve: (v) => `欢迎到${v.name}` }),
    }));
    b.queries((t) => ({ __camel__Aim: t.string({ signedIn: true, description: 'Aim.', resolve: () => '一村一品' }) }));
  },
});
