/**
 * The GraphQL client of a tab: document cache, queries tried twice, subscriptions over the one WebSocket.
 *
 * Only queries are tried again by themselves; a write is repeated by nobody but its caller, under the same write id. What the build
 * made sends no text: the server has the list of its documents.
 */
import { cacheExchange, Client, fetchExchange, mapExchange, subscriptionExchange } from '@urql/core';
import { idAlone, withDocumentId, type Asked } from './document-id.ts';
import { failureOf } from './failure.ts';
import { language } from './language.ts';
import type { LiveSocket } from './live-socket.ts';
import { look } from './look.ts';

const clientName = 'admin/1.0.0';
const answerWithinMs = 20_000;
const retryAfterMs = 400;
/** What the server answers when its plugins are no longer those that this client knows. */
const changed: readonly string[] = ['PLUGIN_PAUSED', 'SCHEMA_CHANGED'];

export interface ClientOptions {
  readonly url: string;
  readonly live: LiveSocket;
  /** Called when an answer may mean that the session has ended (to a stranger nothing is there), or that a plugin rests. */
  readonly onDoubt: () => void;
}

/** Makes a client with an empty cache. */
export function createClient({ url, live, onDoubt }: ClientOptions): Client {
  return new Client({
    url,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: fetchWithin,
    fetchOptions: () => ({
      credentials: 'same-origin',
      headers: {
        'x-cunzhi-client': clientName,
        'accept-language': language.value,
        ...(look.value && { 'x-cunzhi-look': look.value.id }),
      },
    }),
    exchanges: [
      mapExchange({
        onError: (error) => {
          const { kind } = failureOf(error);
          const isChanged = error.graphQLErrors.some(({ extensions }) => changed.includes(String(extensions?.code)));
          if (isChanged || kind === 'signedOut' || kind === 'notFound') onDoubt();
        },
      }),
      cacheExchange,
      // In `vite dev` documents change while one looks: there they go as text, for whoever holds graphql.adhoc.
      ...(import.meta.env.PROD ? [mapExchange({ onOperation: withDocumentId })] : []),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (asked) => ({
          // A socket cannot say as whom it looks, so whoever looks as somebody else sees what was true when the page came.
          subscribe: (sink) => (look.value ? { unsubscribe: () => {} } : live.subscribe(idAlone(asked), sink)),
        }),
      }),
    ],
  });
}

/** A fetch that ends after 20 seconds, and that asks a second time when a query met no network. */
async function fetchWithin(url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const asked: Asked = typeof init.body === 'string' ? JSON.parse(init.body) : {};
  const sent = { ...init, body: JSON.stringify(idAlone(asked)) };
  try {
    return await fetchOnce(url, sent);
  } catch (error) {
    const isQuery = /^\s*(query|\{)/.test(asked.query ?? '');
    if (!isQuery || init.signal?.aborted || navigator.onLine === false) throw error;
    await new Promise((resume) => setTimeout(resume, retryAfterMs));
    return fetchOnce(url, sent);
  }
}

async function fetchOnce(url: RequestInfo | URL, init: RequestInit): Promise<Response> {
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = setTimeout(stop, answerWithinMs);
  init.signal?.addEventListener('abort', stop);
  try {
    return await fetch(url, { ...init, signal: limit.signal });
  } finally {
    clearTimeout(timer);
  }
}
