/**
 * One open socket: what comes in is counted, whoever floods it is closed, and whoever does not answer a ping is gone.
 */
import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Log } from '../log/index.ts';
import { Rates, type Most } from '../pipeline/index.ts';

export interface Extra {
  readonly request: IncomingMessage;
  /** Closes the socket when its reader was too slow; the reason is the last position, from which the client goes on. */
  endSlowReader(errors: readonly GraphQLError[]): void;
}

const FLOOD = 1008;
const SLOW = 4413;
const FAILED = 1011;

/** Hands the messages of a socket to the server of GraphQL until it closes. */
export function carry(served: Server<Extra>, socket: WebSocket, request: IncomingMessage, most: Most, log: Log): void {
  const messages = new Rates({ perSecond: most.messagesPerSecond, burst: most.messagesBurst });
  const closed = served.opened(
    {
      protocol: socket.protocol,
      send: (text) =>
        new Promise((sent, failed) => {
          if (socket.readyState !== socket.OPEN) return sent();
          socket.send(text, (error) => (error ? failed(error) : sent()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          // What a closed socket still says is not heard.
          if (socket.readyState !== socket.OPEN) return;
          if (messages.take('') > 0) return socket.close(FLOOD, 'too many messages');
          handle(String(data)).catch((error: unknown) => {
            if (!isNonsense(error)) log.error({ error: String(error) }, 'a message of a socket failed');
            socket.close(isNonsense(error) ? 4400 : FAILED, 'the message could not be handled');
          });
        }),
    },
    { request, endSlowReader: (errors) => endSlowReader(socket, errors) },
  );
  const stopPings = keepAlive(socket, most.pingMs);
  // Too large a message: ws has closed the socket with 1009 already.
  socket.on('error', () => {});
  socket.once('close', (code, reason) => {
    stopPings();
    void closed(code, String(reason));
  });
}

const isNonsense = (error: unknown): boolean => /Unexpected message/.test(String(error));

function endSlowReader(socket: WebSocket, errors: readonly GraphQLError[]): void {
  const slow = errors.find(({ extensions }) => extensions['code'] === 'SLOW_READER');
  // After the error itself, which is sent when this returns.
  if (slow) setImmediate(() => socket.close(SLOW, String(slow.extensions['lastCursor'])));
}

function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let isThere = true;
  socket.on('pong', () => (isThere = true));
  const timer = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}
