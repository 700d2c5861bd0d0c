/**
 * What Vitest needs to know about the platform's packages: `plugins: [cunzhi()]` in a plugin's vitest.config.ts.
 *
 * JavaScript, since Node loads a config file's imports from node_modules as they are.
 */
import { createRequire } from 'node:module';

/** A Vite plugin with the settings of a plugin's tests. */
export function cunzhi() {
  const graphql = createRequire(import.meta.url).resolve('graphql');
  return {
    name: 'cunzhi',
    config: () => ({
      // Vite would take graphql's .mjs build and Node its .js build: two copies do not know each other's types.
      resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
      test: {
        include: ['src/**/*.test.ts'],
        // The packages are TypeScript: Vite reads them, also from node_modules.
        server: { deps: { inline: [/[\\/]@cunzhi[\\/]/] } },
        // The first host of a run starts PostgreSQL and makes a template database.
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    }),
  };
}
