/**
 * GraphQL over HTTP by its own audit: with the permissions that it needs, everything; without them, nothing, and never a fault.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { serverAudits } from 'graphql-http';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

/** The audit's requests, sent by somebody. */
const auditsAs = (client: Client, seen: (status: number) => void = () => {}) =>
  serverAudits({
    url: `${host.url}/graphql`,
    fetchFn: async (url: string, init: RequestInit) => {
      const answer = await client.fetch(url.slice(host.url.length), init);
      seen(answer.status);
      return answer;
    },
  });

const resultsOf = async (audits: ReturnType<typeof serverAudits>) => {
  const results = [];
  for (const audit of audits) results.push(await audit.fn());
  return results;
};

it('is 61 of 61 for a session with graphql.adhoc and graphql.introspect', async () => {
  const results = await resultsOf(auditsAs(await host.as('developer')));

  const failed = results.filter(({ status }) => status !== 'ok');
  expect(failed.map(({ name, ...rest }) => `${name}: ${'reason' in rest ? rest.reason : ''}`)).toEqual([]);
  expect(results).toHaveLength(61);
});

it('fails closed for others, never with a fault of the server', async () => {
  for (const client of [host.stranger(), await host.as('yucun')]) {
    const seen: number[] = [];
    const results = await resultsOf(auditsAs(client, (status) => seen.push(status)));

    expect(results.some(({ status }) => status === 'error')).toBe(true);
    expect(seen.filter((status) => status >= 500)).toEqual([]);
  }
});
