/**
 * WebSocket at /graphql: graphql-transport-ws, subscriptions only, through the same pipeline as HTTP.
 *
 * Before the upgrade: path, cookie, live session and Origin. A cookie without Origin is refused.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { SignedIn } from '../access/index.ts';
import type { Host } from '../host/index.ts';
import type { Auth } from '../sign-in/index.ts';
import { presentError, presentErrors } from './errors.ts';
import { localeOf, type GraphQLServer } from './graphql.ts';
import type { OpenSockets } from './open-sockets.ts';
import { headersOf, isOwnOrigin } from './request.ts';

type Args = ExecutionArgs & { execute: (args: ExecutionArgs) => unknown; subscribe: (args: ExecutionArgs) => unknown };

export interface WebSocketOptions {
  readonly server: Server;
  readonly host: Host;
  readonly auth: Auth;
  readonly yoga: GraphQLServer;
  /** Filled while sockets are open. */
  readonly openSockets: OpenSockets;
}

/** Gives what closes all of them. */
export function serveWebSocket({ server, host, auth, yoga, openSockets }: WebSocketOptions): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024, perMessageDeflate: false });
  const served = useServer(
    {
      connectionInitWaitTimeout: 3_000,
      execute: (args) => (args as Args).execute(args) as ExecutionResult,
      subscribe: (args) => (args as Args).subscribe(args) as AsyncIterable<ExecutionResult>,
      onSubscribe: async ({ extra }, _id, params) => {
        const headers = headersOf(extra.request);
        const locale = localeOf(headers);
        try {
          const enveloped = yoga.getEnveloped({ headers });
          const contextValue = await enveloped.contextFactory();
          const document = enveloped.parse(params.query);
          const errors = enveloped.validate(enveloped.schema, document);
          if (errors.length > 0) return errors.map((error: GraphQLError) => presentError(error, locale, host.log));
          const isSubscription = document.definitions.every(
            (one: { operation?: string }) => (one.operation ?? 'subscription') === 'subscription',
          );
          if (!isSubscription)
            return [
              new GraphQLError('Only subscriptions go over this socket; send it by POST.', {
                extensions: { code: 'SUBSCRIPTIONS_ONLY' },
              }),
            ];
          const { schema, execute, subscribe } = enveloped;
          return {
            schema,
            document,
            contextValue,
            execute,
            subscribe,
            variableValues: params.variables,
            operationName: params.operationName,
          } as Args;
        } catch (error) {
          // An exception would close the whole socket and all its streams.
          const asGraphQL =
            error instanceof GraphQLError ? error : new GraphQLError('failed', { originalError: error as Error });
          return [presentError(asGraphQL, locale, host.log)];
        }
      },
      onNext: ({ extra }, _id, _payload, _args, result) =>
        presentErrors(result, localeOf(headersOf(extra.request)), host.log),
      onError: ({ extra }, _id, _payload, errors) =>
        errors.map((error) => presentError(error as GraphQLError, localeOf(headersOf(extra.request)), host.log)),
    },
    sockets,
    12_000,
  );

  server.on('upgrade', (request, socket, head) => {
    void admit(request, auth).then((admitted) => {
      if (typeof admitted === 'number') return refuse(socket, admitted);
      sockets.handleUpgrade(request, socket, head, (opened) => {
        openSockets.add(opened, admitted);
        sockets.emit('connection', opened, request);
      });
    });
  });
  return async () => {
    for (const client of sockets.clients) client.close(1001, 'the server is stopping');
    await served.dispose();
  };
}

async function admit(request: IncomingMessage, auth: Auth): Promise<SignedIn | 400 | 401 | 403 | 404> {
  if (request.url?.split('?')[0] !== '/graphql') return 404;
  const protocols = request.headers['sec-websocket-protocol']?.split(',').map((one) => one.trim()) ?? [];
  if (!protocols.includes('graphql-transport-ws')) return 400;
  if (!request.headers.origin ? request.headers.cookie : !isOwnOrigin(request)) return 403;
  return (await auth.accountOf(headersOf(request), { wakes: false }).catch(() => undefined)) ?? 401;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
