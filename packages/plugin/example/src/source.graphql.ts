/** Where else water comes from: whatever other plugins put into the registry. */
import type { Builder } from './builder.ts';
import type { WellsServices } from './well.services.ts';

export function addSources(b: Builder, { sources }: WellsServices): void {
  b.queries((t) => ({
    wellsSources: t.stringList({
      signedIn: true,
      description: 'Where else water comes from.',
      resolve: (_root, _args, ctx) => sources.entries().map(({ entry }) => entry[ctx.locale]),
    }),
  }));
}
