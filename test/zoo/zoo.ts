/**
 * The zoo's keeper: a host with the core, a good plugin and bad ones, asked through its doors as everybody is.
 *
 * What the core and the good plugin answer is kept as text, so that it can be compared byte for byte.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { core } from '@cunzhi/core';
import { asOwner, install } from '@cunzhi/platform';
import { definePlugin, type AnyPlugin, type LocalText } from '@cunzhi/plugin';
import { run } from '@cunzhi/server';
import { standards } from '@cunzhi/standards';
import { Client, createTestDatabase, PASSWORD } from '@cunzhi/test';
import type { Caged, Failing } from './cases.ts';
import { wells } from './wells.ts';

export const compat = '^1.0.0';

/** As an author without TypeScript writes it. */
export const loose = (input: object): AnyPlugin => definePlugin(input as { id: string; compat: string });

/** A folder for what bad plugins bring along: migrations, packages. */
export interface Home {
  readonly folder: string;
  /** A folder of migrations with one file; writing it again is a new version of the package. */
  sql(id: string, text: string): URL;
  close(): void;
}

export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'cunzhi-zoo-'));
  return {
    folder,
    sql(id, text) {
      mkdirSync(join(folder, id), { recursive: true });
      writeFileSync(join(folder, id, '1.sql'), text);
      return pathToFileURL(`${join(folder, id)}/`);
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** What stands on the page 插件 under a plugin that failed at work. */
export interface Fault {
  readonly kind: string;
  readonly message: string;
}

export interface Listed {
  readonly id: string;
  readonly state: string;
  readonly reason: LocalText;
  readonly nextStep: LocalText;
  readonly faults: readonly Fault[];
}

export interface Zoo {
  readonly clerk: Client;
  /** Everything that the platform says of its plugins, in both languages, to whoever looks after them. */
  list(): Promise<ReadonlyMap<string, Listed>>;
  /** The answers of the core, byte for byte. */
  core(): Promise<string>;
  /** The answers of the good plugin, byte for byte. */
  good(): Promise<string>;
  /** Stops the host; returns the faults in its database, also those of the stop itself. */
  stop(): Promise<readonly (Fault & { readonly plugin: string })[]>;
}

/** Installs and starts a host with the core, the good plugin and these; some of them were installed before. */
export async function openZoo(cases: readonly (Caged | Failing)[]): Promise<Zoo> {
  const { url, drop } = await createTestDatabase();
  const home = makeHome();
  const all = [core, ...cases.flatMap(({ beside = [], plugin }) => [...beside, plugin]), wells];
  const limits = { startMs: 300, stopMs: 300, handlerMs: 500 };
  const old = cases.filter((one): one is Caged => 'versions' in one);
  for (const { versions } of old) versions?.[0]();
  if (old.length > 0) await install(url, [core, ...old.map(({ plugin }) => plugin)], standards);
  for (const { versions } of old) versions?.[1]();
  await install(url, all, standards);
  const running = await run({
    config: { plugins: all, standards },
    databaseUrl: url,
    settings: { port: 0, dataFolder: home.folder, databaseUrl: url, logLevel: process.env['LOG_LEVEL'] ?? 'silent' },
    isDemonstration: true,
    limits,
  });
  const signIn = (username: string) => Client.signIn(running.http.url, username, PASSWORD);
  const [clerk, admin] = await Promise.all([signIn('yucun'), signIn('sysadmin')]);
  const ask = async (documents: readonly string[]) => {
    const languages = ['zh', 'en'].map((language) => ({ 'accept-language': language }));
    const texts = documents.flatMap((one) => languages.map((language) => clerk.queryText(one, {}, language)));
    return (await Promise.all(texts)).join('\n');
  };
  return {
    clerk,
    list: () => listPlugins(admin),
    core: () => ask(CORE),
    good: () => ask(GOOD),
    async stop() {
      for (const client of [clerk, admin]) client.close();
      await running.stop();
      const faults = await asOwner(url, async (sql) => [
        ...(await sql<(Fault & { readonly plugin: string })[]>`
          select plugin, upper(kind) as kind, message from platform.plugin_fault order by id`),
      ]);
      await drop();
      home.close();
      return faults;
    },
  };
}

export const YUCUN = '330523108204';

export const CORE = [
  `{ viewer { username name grants { role { key name { zh en } } place { code name } } can(permission: "core.evidence.write", place: "${YUCUN}") } }`,
  `{ village(code: "${YUCUN}") { __typename code name fullName level villageCount kind township { name } county { name } parent { code parent { code } } } }`,
  '{ villages(within: "330523108", first: 5) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { code name kind } } } }',
  '{ place(code: "3305") { __typename name children { totalCount nodes { code name villageCount } } } }',
  '{ place(code: "999999") { name } platform { version isDemonstration } }',
];

const GOOD = [
  '{ wells(first: 10) { totalCount edges { cursor node { id name village { name } } } } }',
  `{ village(code: "${YUCUN}") { name wells { totalCount nodes { name } } } }`,
  'mutation { wellsReportDry(id: "00000000-0000-4000-8000-000000000001", cause: "sun") { name } }',
];

async function listPlugins(admin: Client): Promise<ReadonlyMap<string, Listed>> {
  type Answered = { id: string; state: string; reason: string | null; nextStep: string | null } & Pick<
    Listed,
    'faults'
  >;
  const ask = async (language: string) => {
    const document = `{ platform { plugins { id state reason nextStep tables settings { key } guards uses hasAdmin
      faults { kind message } } } }`;
    const answer = await admin.query<{ platform: { plugins: Answered[] } }>(
      document,
      {},
      { 'accept-language': language },
    );
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.platform.plugins;
  };
  const [zh, en] = await Promise.all([ask('zh'), ask('en')]);
  return new Map(
    en.map(({ id, state, faults, ...text }, index) => [
      id,
      {
        id,
        state,
        faults,
        reason: { zh: zh[index]?.reason ?? '', en: text.reason ?? '' },
        nextStep: { zh: zh[index]?.nextStep ?? '', en: text.nextStep ?? '' },
      },
    ]),
  );
}
