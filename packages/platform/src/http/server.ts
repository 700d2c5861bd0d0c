/**
 * The HTTP server: one port for the API, sign-in, files, health and the client.
 */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import sirv from 'sirv';
import { SetupError } from '@cunzhi/plugin';
import { localFileStore } from '../files/index.ts';
import { LAG_MOST_MS } from '../events/index.ts';
import type { Host } from '../host/index.ts';
import type { Operation } from '../schema/index.ts';
import {
  createAuth,
  isReturn,
  prefixOf,
  readTrustedProxies,
  startWatch,
  type Activations,
  type Auth,
  type GrantsOf,
  type KnownProvider,
  type PasswordPreset,
  type SignedInEvent,
  type SignInAct,
  type TrustedProxies,
} from '../sign-in/index.ts';
import { most, Rates, type ListedDocuments, type Most } from '../pipeline/index.ts';
import { answerRefusal, readBody, refuseGraphQL, refuseOrigin, refuseProgram, refuseRate } from './door.ts';
import { sendFile } from './files.ts';
import { createGraphQL, localeOf, lookOf, operationFor, operationOf } from './graphql.ts';
import { OpenSockets } from './open-sockets.ts';
import { headersOf } from './request.ts';
import { receiveUploads, UPLOADS, type FileRecords } from './uploads.ts';
import { serveWebSocket } from './websocket.ts';

export interface ServeOptions {
  readonly host: Host;
  /** 0 picks a free port. */
  readonly port: number;
  readonly secret: string;
  readonly filesFolder: string;
  readonly files: FileRecords;
  readonly activations: Activations;
  /** What a password must be here. */
  readonly passwords: PasswordPreset;
  /** Who else may say who somebody is; nobody unless named. */
  readonly providers?: readonly KnownProvider[] | undefined;
  /** Proxies whose `X-Forwarded-For` is believed; none unless named. */
  readonly trustedProxies?: TrustedProxies | undefined;
  /** Inside a statement: what an account holds now; sockets that lose something are closed. */
  readonly grantsOf: GrantsOf;
  /** Told of each sign-in before its cookie is given out; when it throws, nobody is signed in. */
  readonly onSignedIn?: ((event: SignedInEvent) => Promise<void>) | undefined;
  /** Told of failed attempts to sign in, and of what people change about their own way in. */
  readonly onSignInAct?: ((act: SignInAct) => Promise<void>) | undefined;
  /** Where the built client is once `prepare` is done; without it only the API is served. */
  readonly clientFolder?: string | undefined;
  /** Runs once the port is ours and before anything is answered; until it is done /ready says no. */
  readonly prepare?: ((auth: Auth) => Promise<void>) | undefined;
  /** The documents of the client's builds; anything else is free text, and a permission. */
  readonly documents: ListedDocuments;
  /** For tests: less time, fewer requests. */
  readonly limits?: Partial<Most> | undefined;
}

export interface HttpServer {
  readonly url: string;
  readonly auth: Auth;
  /** Removes files that belong to nothing; done every hour. */
  sweep(): Promise<void>;
  /** Those open now; a session that ends closes its own. */
  readonly openSockets: OpenSockets;
  close(): Promise<void>;
}

const SWEEP_MS = 3600 * 1000;
const SWEEPER = { id: '00000000-0000-8000-8000-000000000002', name: 'files' };
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), microphone=()',
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'none'",
};

/** @throws SetupError when the port is taken. */
export async function serve({
  host,
  port,
  secret,
  filesFolder,
  files,
  activations,
  passwords,
  providers,
  trustedProxies = readTrustedProxies(),
  onSignedIn,
  onSignInAct,
  grantsOf,
  clientFolder,
  prepare,
  documents,
  limits,
}: ServeOptions): Promise<HttpServer> {
  const auth = createAuth({
    database: host.connections.auth,
    secret,
    isDemonstration: host.isDemonstration,
    preset: passwords,
    activations,
    log: host.log,
    providers,
    onSignedIn,
    onAct: onSignInAct,
  });
  const at = most(limits);
  const yoga = createGraphQL({ host, documents, most: at });
  const rates = new Rates({ perSecond: at.requestsPerSecond, burst: at.requestsBurst });
  const store = localFileStore(filesFolder);
  const uploads = receiveUploads({
    folder: filesFolder,
    store,
    records: files,
    operationFor: (headers) => operationFor(host, auth, headers),
    asSystem: (work) => host.asSystem(SWEEPER, work),
  });
  const sweep = () =>
    uploads
      .sweep()
      .catch((error: unknown) => host.log.warn({ error: String(error) }, 'old files could not be removed'));

  /** Whoever asks, once they are within their rate; undefined when the answer has been given. */
  const admit = async (request: IncomingMessage, response: ServerResponse): Promise<Operation | undefined> => {
    const headers = headersOf(request);
    const signedIn = await auth.accountOf(headers);
    const prefix = prefixOf(request.socket.remoteAddress, headers.get('x-forwarded-for'), trustedProxies);
    const refused = refuseRate(rates, signedIn?.sessionId, prefix);
    if (refused) return void answerRefusal(response, refused);
    return operationOf(host, auth, headers, signedIn, lookOf(headers));
  };
  const answerGraphQL = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refuseGraphQL(request, at);
    if (refused) return answerRefusal(response, refused);
    const body = request.method === 'POST' ? await readBody(request, at) : undefined;
    if (body && 'status' in body) return answerRefusal(response, body);
    const operation = await admit(request, response);
    if (!operation) return;
    response.setHeader('cache-control', 'no-store');
    response.once('close', () => void (response.writableFinished || operation.leave()));
    await yoga(Object.assign(request, { body }), response, { operation, transport: 'http' });
  };

  let client: ReturnType<typeof clientIn> | undefined;
  let isPrepared = false;
  const routes = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/health') return text(response, 200, 'ok');
    if (!isPrepared) return text(response, 503, '正在准备，请稍等一会儿再来。');
    if (path === '/ready') return ready(response, host);
    if (path === '/graphql') return answerGraphQL(request, response);
    if (path.startsWith('/api/auth/')) {
      const refused = isReturn(request.method, path) ? undefined : refuseOrigin(request);
      return refused ? answerRefusal(response, refused) : passAuth(request, response, auth, trustedProxies);
    }
    if (path === UPLOADS || path.startsWith(`${UPLOADS}/`)) {
      const refused = refuseProgram(request);
      return refused ? answerRefusal(response, refused) : uploads.handle(request, response);
    }
    if (path.startsWith('/files/')) {
      const operation = await admit(request, response);
      return operation && sendFile(path.slice(7), response, operation, store, files);
    }
    if (client) return client(request, response, () => text(response, 404, 'not found'));
    return text(response, 404, 'There is no client here; this server answers programs only.');
  };

  const server = createServer(
    { maxHeaderSize: at.headers, connectionsCheckingInterval: 2_000 },
    (request, response) => {
      routes(request, response).catch((error: unknown) => {
        host.log.error({ error: String(error), path: request.url?.split('?')[0] }, 'a request failed');
        if (!response.headersSent) text(response, 500, '服务器这边出了问题，请过一会儿再试。');
        else response.destroy();
      });
    },
  );
  server.headersTimeout = at.headersMs;
  // Of a file; a body of GraphQL has less.
  server.requestTimeout = 60_000;
  server.maxConnections = at.connections;
  const openSockets = new OpenSockets();
  const closeSockets = serveWebSocket({ server, host, auth, yoga, openSockets, most: at });
  const actualPort = await listen(server, port);
  // Only now: a timer would keep a process alive that could not open its port.
  const sweeping = setInterval(() => void sweep(), SWEEP_MS);
  const watch = startWatch({ database: host.connections.auth, open: openSockets, grantsOf, log: host.log });
  const running: HttpServer = {
    url: `http://127.0.0.1:${actualPort}`,
    auth,
    sweep,
    openSockets,
    close: async () => {
      clearInterval(sweeping);
      await watch.stop();
      await closeSockets();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  try {
    await prepare?.(auth);
  } catch (error) {
    await running.close();
    throw error;
  }
  if (clientFolder && existsSync(clientFolder)) client = clientIn(clientFolder);
  isPrepared = true;
  return running;
}

/** Every path is a page of the client, also one with a dot (/answers/A1.01); only a missing asset is not found. */
function clientIn(folder: string): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const assets = sirv(folder, { etag: true, immutable: true, maxAge: 31_536_000 });
  const pages = sirv(folder, { etag: true, single: true, ignores: false });
  return (request, response, next) => (request.url?.startsWith('/assets/') ? assets : pages)(request, response, next);
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      failed(
        new SetupError(
          [
            taken
              ? `Port ${port} is in use. Stop the other program, or set PORT to another number.`
              : `Port ${port} cannot be opened: ${error.message}`,
          ],
          { cause: error },
        ),
      );
    });
    server.listen(port, () => done((server.address() as AddressInfo).port));
  });
}

async function passAuth(
  request: IncomingMessage,
  response: ServerResponse,
  auth: Auth,
  proxies: TrustedProxies,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 4096) return text(response, 413, 'The body is larger than 4 KiB.');
    chunks.push(chunk);
  }
  const headers = headersOf(request);
  const isPost = request.method === 'POST';
  const body = isPost && size > 0 ? Buffer.concat(chunks) : undefined;
  const asked = new Request(new URL(request.url ?? '/', 'http://localhost'), {
    method: request.method ?? 'GET',
    headers,
    ...(body && { body }),
  });
  const prefix = prefixOf(request.socket.remoteAddress, headers.get('x-forwarded-for'), proxies);
  const answer = await auth.handle(asked, { prefix, locale: localeOf(headers) });
  response.statusCode = answer.status;
  response.setHeader('set-cookie', answer.headers.getSetCookie());
  const location = answer.headers.get('location');
  if (location) response.setHeader('location', location);
  const retryAfter = answer.headers.get('retry-after');
  if (retryAfter) response.setHeader('retry-after', retryAfter);
  response.setHeader('content-type', answer.headers.get('content-type') ?? 'text/plain');
  response.setHeader('cache-control', 'no-store');
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function ready(response: ServerResponse, host: Host): Promise<void> {
  try {
    await host.connections.app.execute(sql`select 1`);
    if (host.lagMs > LAG_MOST_MS) text(response, 503, 'events wait for a transaction that does not end');
    else text(response, 200, 'ready');
  } catch {
    text(response, 503, 'the database does not answer');
  }
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(body);
}
