/**
 * The built client and a server of real work: what the build lists is answered by its id, and nothing else to nobody else.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildSchema, getNamedType, getOperationAST, GraphQLEnumType, GraphQLInputObjectType, isListType, isNonNullType, parse,
  specifiedRules, typeFromAST, validate, type GraphQLInputType, type TypeNode,
} from 'graphql'; // prettier-ignore
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, documentIdOf, PASSWORD, type TestHost } from '@cunzhi/test';
import type { Sent } from './ways.ts';

const WEEK_MS = 7 * 24 * 3600 * 1000;
const DAY_MS = WEEK_MS / 7;
const root = new URL('../../', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'cunzhi-built-'));
const clientFolder = join(folder, 'data/client');
const schema = buildSchema(readFileSync(new URL('schema.graphql', root), 'utf8'));

let list: [id: string, text: string][];
let demonstration: TestHost;
let host: TestHost;
let clerk: Client;
beforeAll(async () => {
  const env = { ...process.env, CUNZHI_DATA: join(folder, 'data'), LOG_LEVEL: 'silent' };
  const built = spawnSync(process.execPath, ['apps/server/bin/cunzhi.mjs', 'build'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stderr);
  list = Object.entries(JSON.parse(readFileSync(join(clientFolder, '.vite/documents.json'), 'utf8')));
  // The accounts of a demonstration at a node of real work.
  demonstration = await createTestHost();
  host = await createTestHost({
    beside: demonstration,
    isForReal: true,
    clientFolder,
    most: { requestsBurst: 10_000 },
  });
  clerk = await Client.signIn(host.url, 'yucun', PASSWORD);
}, 180_000);
afterAll(async () => {
  await host.close();
  await demonstration.close();
  rmSync(folder, { recursive: true });
});

async function post(client: Client, sent: Sent, accept = 'application/json'): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept };
  return client.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(sent) });
}
const text = async (client: Client, sent: Sent) => (await post(client, sent)).text();
const byId = (id: string, variables = {}): Sent => ({ variables, extensions: { documentId: id } });

describe('the list of the built client', () => {
  it('holds the documents of the shell, the kit, the core and the plugins, and no fragment alone', () => {
    const names = list.map(([, document]) => getOperationAST(parse(document))?.name?.value);

    expect(names).toEqual(
      expect.arrayContaining([
        'Plugins', 'Session', 'StartUpload', 'ReportPluginFault', 'Villages', 'AuditLog', 'Answers', 'SaveAnswer',
        'AssessmentChanged', 'RegisterMediationCase', 'MediationEvents', 'VillageGovernance', 'PublishYucunCase',
      ]),
    ); // prettier-ignore
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(list.length);
  });

  it('is valid, each by its own hash', () => {
    for (const [id, document] of list) {
      expect(id).toBe(documentIdOf(document));
      expect(validate(schema, parse(document), specifiedRules)).toEqual([]);
    }
  });

  it('is not handed out as a file', async () => {
    expect(await (await fetch(`${host.url}/.vite/documents.json`)).text()).not.toContain('sha256:');
  });
});

const REFUSED = /DOCUMENT_|GRAPHQL_|SUBSCRIPTIONS_ONLY|INTERNAL/;

describe('a server of real work', () => {
  it('answers each listed document by its id, without a text', async () => {
    for (const [id, document] of list) {
      const isStream = getOperationAST(parse(document))?.operation === 'subscription';
      const answer = await post(clerk, byId(id, variablesOf(document)), isStream ? 'text/event-stream' : undefined);

      expect([document, answer.status]).toEqual([document, 200]);
      if (isStream) await answer.body?.cancel();
      else expect(await answer.text()).not.toMatch(REFUSED);
    }
  });

  it('refuses to a clerk and to a stranger the text of each, an id that is not there and a look at the schema with the same bytes', async () => {
    const refused = await text(clerk, byId(documentIdOf('another')));
    expect(JSON.parse(refused)).toMatchObject({ errors: [{ extensions: { code: 'DOCUMENT_NOT_LISTED' } }] });

    for (const client of [clerk, host.stranger()]) {
      expect(await text(client, byId(documentIdOf('another')))).toBe(refused);
      expect(await text(client, { query: '{ __schema { queryType { name } } }' })).toBe(refused);
      for (const [, query] of list) expect(await text(client, { query, variables: variablesOf(query) })).toBe(refused);
    }
  });

  it('says to somebody who is not signed in that they are not, by the listed document', async () => {
    const [session] = list.find(([, document]) => document.startsWith('query Session')) ?? [''];

    expect(JSON.parse(await text(host.stranger(), byId(session)))).toMatchObject({
      data: { viewer: null, platform: { isDemonstration: false } },
    });
  });

  it('takes text from whoever holds graphql.adhoc', async () => {
    const developer = await Client.signIn(host.url, 'developer', PASSWORD);
    expect(await text(developer, { query: '{ viewer { username } }' })).toMatch(/DOCUMENT_NOT_LISTED/);

    await host.sql(
      (sql) => sql`
      update auth.session s set factors = 2 from auth."user" u where u.id = s.user_id and u.username = 'developer'`,
    );

    expect(await text(developer, { query: '{ viewer { username } }' })).toBe(
      '{"data":{"viewer":{"username":"developer"}}}',
    );
  });
});

describe('the list of another build', () => {
  /** A client that was built with one document alone. */
  const clientOf = (query: string): { clientFolder: string; id: string } => {
    const here = mkdtempSync(join(folder, 'client-'));
    mkdirSync(join(here, '.vite'));
    const id = documentIdOf(query);
    writeFileSync(join(here, '.vite/documents.json'), JSON.stringify({ [id]: query }));
    return { clientFolder: here, id };
  };
  /** What somebody who is not signed in gets for it. */
  const asked = async ({ url }: TestHost, id: string) => (await text(new Client(url), byId(id))).slice(0, 20);
  const nodeOf = (build: { clientFolder: string }, now?: () => Date) =>
    createTestHost({ beside: demonstration, isForReal: true, clientFolder: build.clientFolder, ...(now && { now }) });
  const ANSWERED = '{"data":{"viewer":nu';
  const NOT_LISTED = '{"errors":[{"message';

  it('is answered for seven days after the last node that handed it out, and survives restarts', async () => {
    const old = clientOf('query Old { viewer { id } }');
    const next = clientOf('query Next { viewer { id } }');
    const began = Date.now();
    await (await nodeOf(old, () => new Date(began))).close();

    const seen: string[] = [];
    for (const days of [0, 6, 8]) {
      const node = await nodeOf(next, () => new Date(began + days * DAY_MS));
      seen.push(await asked(node, old.id), await asked(node, next.id));
      await node.close();
    }

    expect(seen).toEqual([ANSWERED, ANSWERED, ANSWERED, ANSWERED, NOT_LISTED, ANSWERED]);
  });

  it('is answered as long as its node runs', async () => {
    const build = clientOf('query Long { viewer { id } }');
    let now = Date.now();
    const node = await nodeOf(build, () => new Date(now));

    now += 3 * WEEK_MS;

    expect(await asked(node, build.id)).toBe(ANSWERED);
    await node.close();
  });

  it('is known to a node that runs already', async () => {
    const build = clientOf('query Neighbour { viewer { id } }');
    expect(await asked(host, build.id)).toBe(NOT_LISTED);
    const node = await nodeOf(build);

    await expect.poll(() => asked(host, build.id)).toBe(ANSWERED);
    await node.close();
  });

  it('must be there: a client without one is not served', async () => {
    const empty = mkdtempSync(join(folder, 'client-'));

    await expect(nodeOf({ clientFolder: empty })).rejects.toThrow(
      `${join(empty, '.vite/documents.json')} is not there: the client has no list of its documents. Run \`cunzhi build\`.`,
    );
  });
});

/** Values that fit the variables of a document; what they name need not exist. */
function variablesOf(document: string): Record<string, unknown> {
  const definitions = getOperationAST(parse(document))?.variableDefinitions ?? [];
  return Object.fromEntries(
    definitions.map(({ variable, type }) => [
      variable.name.value,
      sample(typeFromAST(schema, type as TypeNode) as GraphQLInputType),
    ]),
  );
}

const SCALARS: Readonly<Record<string, unknown>> = {
  PlaceCode: '330523108204',
  Int: 1,
  Float: 1,
  Boolean: true,
  Date: '2026-01-01',
  EventCursor: null,
};

function sample(type: GraphQLInputType): unknown {
  if (!isNonNullType(type)) return null;
  if (isListType(type.ofType)) return [];
  const named = getNamedType(type);
  if (named instanceof GraphQLEnumType) return named.getValues()[0]?.name;
  if (!(named instanceof GraphQLInputObjectType)) return SCALARS[named.name] ?? '00000000-0000-4000-8000-000000000000';
  return Object.fromEntries(Object.values(named.getFields()).map((field) => [field.name, sample(field.type)]));
}
