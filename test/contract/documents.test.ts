/**
 * Real work with listed documents: what is listed is served to everybody, free text to those alone who may send it.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, PASSWORD, type TestHost } from '@cunzhi/test';
import { WAYS, type Sent } from './ways.ts';

const LISTED = 'query Viewer { viewer { username } }';
const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const listed = { extensions: { documentId: idOf(LISTED) } };
const list = new Map([[idOf(LISTED), LISTED]]);

let demonstration: TestHost;
let host: TestHost;
let clerk: Client;
beforeAll(async () => {
  // The accounts of a demonstration at a node of real work: its cookies are for https, so the name is sent as it is.
  demonstration = await createTestHost();
  host = await createTestHost({ beside: demonstration, isForReal: true, documents: { textOf: (id) => list.get(id) } });
  clerk = await Client.signIn(host.url, 'yucun', PASSWORD);
});
afterAll(async () => {
  await host.close();
  await demonstration.close();
});

const text = async (client: Client, sent: Sent) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await client.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(sent) });
  return `${answer.status} ${await answer.text()}`;
};

it('serves a clerk what is listed, and nobody as nobody', async () => {
  expect(await text(clerk, listed)).toBe('200 {"data":{"viewer":{"username":"yucun"}}}');
  expect(await text(host.stranger(), listed)).toBe('200 {"data":{"viewer":null}}');
});

it('asks the document of the id, whatever text comes with it', async () => {
  expect(await text(clerk, { ...listed, query: '{ __schema { types { name } } }' })).toBe(
    '200 {"data":{"viewer":{"username":"yucun"}}}',
  );
});

const REFUSED: readonly (readonly [string, Sent])[] = [
  ['an id that is not listed', { extensions: { documentId: idOf('another') } }],
  ['an id that is none', { extensions: { documentId: 7 } }],
  ['free text, even of a listed document', { query: LISTED }],
  ['a look at the schema', { query: '{ __schema { queryType { name } } }' }],
  ['text that is no GraphQL', { query: '{' }],
  ['text that is far too deep', { query: `${'{ viewer '.repeat(500)}${'}'.repeat(500)}` }],
];

describe('refuses a clerk and a stranger with the same bytes', () => {
  it.each(REFUSED)('%s', async (_what, sent) => {
    const expected =
      '200 {"errors":[{"message":"这个网页太旧，或者这个请求不在允许的清单里；什么都没有做。请刷新网页再试。","extensions":{"code":"DOCUMENT_NOT_LISTED"}}]}';

    expect(await text(clerk, sent)).toBe(expected);
    expect(await text(host.stranger(), sent)).toBe(expected);
  });
});

it.each(Object.entries(WAYS).filter(([name]) => name !== 'WebSocket'))(
  'over %s runs no statement for data when it refuses',
  async (_name, send) => {
    expect(await host.countStatements(async () => void (await send(clerk, { query: LISTED })))).toBe(0);
  },
);

it('in a demonstration lets everybody try free text', async () => {
  expect(await text(demonstration.stranger(), { query: LISTED })).toBe('200 {"data":{"viewer":null}}');
});
