/**
 * One embedded cluster for the whole test run, with a migrated template database.
 *
 * Each test file gets its own copy of the template, which takes about a tenth of a second.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '@cunzhi/platform';
import { fillTemplate } from './template.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'cunzhi-test-'));
  const server = await startEmbedded({ folder, unsafeFast: true });
  await fillTemplate(server.url, join(folder, 'data'));
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
