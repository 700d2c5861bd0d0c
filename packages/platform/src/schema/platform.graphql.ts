/** What the platform says of itself: which plugins run, and whether this is a demonstration. */
import type { PluginBuilder } from '@cunzhi/plugin';

export interface About {
  readonly version: string;
  readonly isDemonstration: boolean;
  readonly plugins: readonly {
    readonly id: string;
    readonly state: string;
    readonly reason: string | null;
    readonly nextStep: string | null;
  }[];
}

export function addPlatform(b: PluginBuilder, about: About): void {
  const PluginInfo = b.objectRef<About['plugins'][number]>('PluginInfo').implement({
    description: 'One installed plugin.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'Its id.' }),
      state: t.exposeString('state', { description: 'live, or why it is not.' }),
      reason: t.exposeString('reason', { nullable: true, description: 'Why it is in this state.' }),
      nextStep: t.exposeString('nextStep', { nullable: true, description: 'What to do about it.' }),
    }),
  });
  const Platform = b.objectRef<About>('Platform').implement({
    description: 'This installation.',
    fields: (t) => ({
      version: t.exposeString('version', { description: 'Version of the platform.' }),
      isDemonstration: t.exposeBoolean('isDemonstration', {
        description: 'True when all data are invented and accounts are printed at start.',
      }),
      plugins: t.field({
        type: [PluginInfo],
        description: 'Installed plugins, in the order they start.',
        resolve: ({ plugins }) => [...plugins],
      }),
    }),
  });
  b.queries((t) => ({
    platform: t.field({
      type: Platform,
      public: 'The sign-in page says that it is a demonstration, and the client shows only what is installed.',
      description: 'What runs here.',
      resolve: () => about,
    }),
  }));
}
