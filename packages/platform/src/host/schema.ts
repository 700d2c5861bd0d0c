/** How the host builds a schema: with what it knows of itself, and with what each plugin's services gave. */
import type { GraphQLSchema } from 'graphql';
import type { Plugin } from '@cunzhi/plugin';
import type { Permissions } from '../access/index.ts';
import { buildSchema, type PluginDesk } from '../schema/index.ts';
import { VERSION } from './check.ts';
import { servicesFor, type Own } from './services.ts';

export interface SchemaOptions {
  readonly permissions: Permissions;
  readonly isDemonstration: boolean;
  readonly desk: () => PluginDesk;
}

export function schemaBuilder({ permissions, isDemonstration, desk }: SchemaOptions) {
  return (plugins: readonly Plugin[], own: ReadonlyMap<string, Own>): GraphQLSchema =>
    buildSchema({
      plugins,
      permissions,
      about: { version: VERSION, isDemonstration, plugins: desk() },
      given: new Map(
        plugins.map(({ id }) => [
          id,
          {
            own: own.get(id) ?? {},
            services: (guest: string) => servicesFor(guest, own.get(id)?.services),
          },
        ]),
      ),
    });
}
