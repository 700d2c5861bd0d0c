/** The three ways to the pipeline, for tests that send one document over each. */
import type { Answer, Client } from '@cunzhi/test';

export interface Sent {
  readonly query?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
}

type Way = (client: Client, sent: Sent) => Promise<Partial<Answer<unknown>>>;

const post = (client: Client, sent: Sent, accept: string) =>
  client.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(sent),
  });

/** What each answers: data, errors, or both. */
export const WAYS: Readonly<Record<'HTTP' | 'SSE' | 'WebSocket', Way>> = {
  HTTP: async (client, sent) => (await (await post(client, sent, 'application/json')).json()) as Answer<unknown>,

  SSE: async (client, sent) => {
    const text = await (await post(client, sent, 'text/event-stream')).text();
    return JSON.parse(/^data: (\{.*\})$/m.exec(text)?.[1] ?? text) as Answer<unknown>;
  },

  WebSocket: async (client, { query = '', variables, extensions }) => {
    try {
      const { value } = await client.subscribe(query, variables, extensions).next();
      return value as Answer<unknown>;
    } catch (errors) {
      if (Array.isArray(errors)) return { errors };
      throw errors;
    }
  },
};
