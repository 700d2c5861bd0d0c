/**
 * WebSocket at /graphql: graphql-transport-ws, through the same pipeline as HTTP.
 *
 * Before the upgrade: path, cookie, live session and Origin. A cookie without Origin is refused.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { SignedIn } from '../access/index.ts';
import type { Host } from '../host/index.ts';
import { presentError, presentErrors, refusal, type Most, type Params } from '../pipeline/index.ts';
import type { Auth } from '../sign-in/index.ts';
import { localeOf, operationFor, type GraphQLServer } from './graphql.ts';
import type { OpenSockets } from './open-sockets.ts';
import { headersOf, isOwnOrigin } from './request.ts';
import { carry, type Extra } from './socket.ts';

type Args = ExecutionArgs & { execute: (args: ExecutionArgs) => unknown; subscribe: (args: ExecutionArgs) => unknown };

export interface WebSocketOptions {
  readonly server: Server;
  readonly host: Host;
  readonly auth: Auth;
  readonly yoga: GraphQLServer;
  /** Filled while sockets are open. */
  readonly openSockets: OpenSockets;
  readonly most: Most;
}

/** Gives what closes all of them. */
export function serveWebSocket({ server, host, auth, yoga, openSockets, most }: WebSocketOptions): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: most.message,
    perMessageDeflate: false,
    handleProtocols,
  });
  const localeOn = ({ request }: Extra) => localeOf(headersOf(request));
  const served = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: most.initMs,
    execute: (args) => (args as Args).execute(args) as ExecutionResult,
    subscribe: (args) => (args as Args).subscribe(args) as AsyncIterable<ExecutionResult>,
    onSubscribe: async ({ extra, subscriptions }, _id, params) => {
      const locale = localeOn(extra);
      const present = (error: GraphQLError) => withoutStatus(presentError(error, locale, host.log));
      try {
        if (Object.keys(subscriptions).length > most.streams) return [present(refusal('TOO_MANY_STREAMS', locale))];
        return await prepareOver(extra, params as Params);
      } catch (error) {
        // An exception would close the whole socket and all its streams.
        const asGraphQL =
          error instanceof GraphQLError ? error : new GraphQLError('failed', { originalError: error as Error });
        return [present(asGraphQL)];
      }
    },
    onNext: ({ extra }, _id, _payload, _args, result) => {
      const presented = presentErrors(result, localeOn(extra), host.log);
      return presented.errors ? { ...presented, errors: presented.errors.map(withoutStatus) } : presented;
    },
    onError: ({ extra }, _id, _payload, errors) => {
      const presented = errors.map((error) => presentError(error as GraphQLError, localeOn(extra), host.log));
      extra.endSlowReader(presented);
      return presented.map(withoutStatus);
    },
  });

  async function prepareOver({ request }: Extra, params: Params): Promise<Args | readonly GraphQLError[]> {
    const headers = headersOf(request);
    const operation = await operationFor(host, auth, headers, true);
    const asked = { operation, transport: 'socket', params };
    const { parse, validate, schema, execute, subscribe } = yoga.getEnveloped(asked);
    const document = parse(params.query ?? '');
    const errors = validate(schema, document) as readonly GraphQLError[];
    if (errors.length > 0)
      return errors.map((error) => withoutStatus(presentError(error, localeOf(headers), host.log)));
    const { variables: variableValues, operationName } = params;
    return { schema, document, contextValue: asked, execute, subscribe, variableValues, operationName } as Args;
  }

  server.on('upgrade', (request, socket, head) => {
    void admit(request, auth).then((admitted) => {
      if (typeof admitted === 'number') return refuse(socket, admitted);
      if (countOf(openSockets, admitted) >= most.sockets) return refuse(socket, 429);
      sockets.handleUpgrade(request, socket, head, (opened) => {
        openSockets.add(opened, admitted);
        carry(served, opened, request, most, host.log);
      });
    });
  });
  return async () => {
    for (const client of sockets.clients) client.close(1001, 'the server is stopping');
    await new Promise((done) => sockets.close(done));
  };
}

/** The status of HTTP says nothing on a socket. */
function withoutStatus(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions;
  const { message, nodes, source, positions, path } = error;
  return http ? new GraphQLError(message, { nodes, source, positions, path, extensions }) : error;
}

const countOf = (open: OpenSockets, { sessionId }: SignedIn) =>
  [...open].filter(({ signedIn }) => signedIn.sessionId === sessionId).length;

async function admit(request: IncomingMessage, auth: Auth): Promise<SignedIn | 400 | 401 | 403 | 404> {
  if (request.url?.split('?')[0] !== '/graphql') return 404;
  const protocols = request.headers['sec-websocket-protocol']?.split(',').map((one) => one.trim()) ?? [];
  if (!protocols.includes('graphql-transport-ws')) return 400;
  if (!request.headers.origin ? request.headers.cookie : !isOwnOrigin(request)) return 403;
  return (await auth.accountOf(headersOf(request), { wakes: false }).catch(() => undefined)) ?? 401;
}

function refuse(socket: Duplex, status: number): void {
  const wait = status === 429 ? 'Retry-After: 5\r\n' : '';
  socket.end(`HTTP/1.1 ${status} Refused\r\n${wait}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}
