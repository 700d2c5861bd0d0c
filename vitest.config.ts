import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's .mjs build and Node its .js build: two copies do not know each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    include: ['{packages,plugins,apps,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'packages/create-cunzhi-plugin/template/**'],
    globalSetup: 'test/harness/setup.ts',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What is waited for comes when the machine has time for it.
    expect: { poll: { timeout: 10_000 } },
  },
});
