/**
 * The one WebSocket of a tab: opened with the first subscription, closed half a minute after the last.
 *
 * It reconnects for ever, and each subscription resumes at the newest cursor that it has seen.
 */
import type { SubscriptionForwarder } from '@urql/core';
import type { Client as SocketClient, ExecutionResult } from 'graphql-ws';
import { readonly, shallowRef, type Ref } from 'vue';
import { cursorOf, laterCursor } from './cursor.ts';
import type { Asked } from './document-id.ts';

export type Connection = 'idle' | 'connecting' | 'connected' | 'broken';
type Sink = Parameters<ReturnType<SubscriptionForwarder>['subscribe']>[0];

export interface LiveSocket {
  readonly connection: Readonly<Ref<Connection>>;
  /** When the connection came to its present state. */
  readonly since: Readonly<Ref<number>>;
  readonly subscribe: (asked: Asked, sink: Sink) => { unsubscribe: () => void };
  /** Closes now; the next subscription opens it again, under the session of then. */
  readonly close: () => void;
}

const acknowledgeWithinMs = 4_000;
const pongWithinMs = 5_000;
const longestWaitMs = 30_000;

/** The server closes with this when the session is over, or a right was withdrawn. */
const noLonger = 4403;
const normal = 1000;

/** Makes the socket; nothing is opened yet. `onNoLonger` asks who is signed in now. */
export function createLiveSocket(url: string, onNoLonger: () => void): LiveSocket {
  const connection = shallowRef<Connection>('idle');
  const since = shallowRef(Date.now());
  let client: Promise<SocketClient> | undefined;

  function become(next: Connection): void {
    if (connection.value === next) return;
    connection.value = next;
    since.value = Date.now();
  }

  async function open(): Promise<SocketClient> {
    const { createClient } = await import('graphql-ws');
    let deadline: ReturnType<typeof setTimeout> | undefined;
    const socket = createClient({
      url,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: (retries) => wait(Math.min(longestWaitMs, 500 * 2 ** retries) * (0.5 + Math.random() / 2)),
      connectionAckWaitTimeout: acknowledgeWithinMs,
      keepAlive: 12_000,
      lazyCloseTimeout: 30_000,
      on: {
        connecting: (isRetry) => become(isRetry ? 'broken' : 'connecting'),
        connected: () => become('connected'),
        closed: (event) => {
          become(codeOf(event) === normal ? 'idle' : 'broken');
          if (codeOf(event) === noLonger) onNoLonger();
        },
        ping: (received) => {
          // A socket that freezes is not closed by anybody: without a pong it counts as broken.
          if (!received) deadline = setTimeout(() => socket.terminate(), pongWithinMs);
        },
        pong: (received) => {
          if (received) clearTimeout(deadline);
        },
      },
    });
    return socket;
  }

  return {
    connection: readonly(connection),
    since: readonly(since),
    subscribe({ query = '', variables, extensions }, sink) {
      // graphql-ws sends this very object again after a cut, so the cursor in it is kept at the newest.
      const payload = { query, variables: { ...variables } as Record<string, unknown>, extensions };
      let stop: (() => void) | undefined;
      let stopped = false;
      client ??= open();
      const listener = {
        next(result: ExecutionResult) {
          const cursor = cursorOf(result.data);
          if (cursor && 'after' in payload.variables)
            payload.variables.after = laterCursor(payload.variables.after, cursor);
          sink.next({ data: result.data ?? undefined, errors: result.errors, extensions: result.extensions });
        },
        error: sink.error,
        complete: sink.complete,
      };
      client.then((socket) => (stopped ? undefined : (stop = socket.subscribe(payload, listener))), sink.error);
      return {
        unsubscribe() {
          stopped = true;
          stop?.();
        },
      };
    },
    close() {
      void client?.then((socket) => socket.dispose());
      client = undefined;
      become('idle');
    },
  };
}

const codeOf = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && 'code' in event ? event.code : undefined;

const wait = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));
