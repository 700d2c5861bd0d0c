/**
 * The door to /graphql and /files: what is turned away before anything of a request is parsed.
 *
 * In this order: method, kind of body, client header, Origin, size, rate. A browser's form cannot send the header, and a page of
 * another site not without asking first, which nobody answers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Most, Rates } from '../pipeline/index.ts';
import { isOwnOrigin } from './request.ts';

/** Why a request does not come in. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const CLIENT = /^[\w.@/-]{1,64}\/[\w.+-]{1,32}$/;
const JSON_BODY = /^application\/(json|graphql\+json)\s*(;|$)/i;

/** @returns undefined for a request that may come in. */
export function refuseGraphQL(request: IncomingMessage, most: Pick<Most, 'body'>): Refusal | undefined {
  const { method, headers } = request;
  if (method !== 'GET' && method !== 'POST')
    return { status: 405, text: 'GraphQL is asked by POST, or by GET.', headers: { allow: 'GET, POST' } };
  if (method === 'POST' && !JSON_BODY.test(headers['content-type'] ?? ''))
    return { status: 415, text: 'Send application/json.' };
  return refuseProgram(request) ?? (isTooLong(request, most.body) ? TOO_LARGE : undefined);
}

/** Programs, our client among them, say who they are. */
export function refuseProgram(request: IncomingMessage): Refusal | undefined {
  const client = request.headers['x-cunzhi-client'];
  if (typeof client !== 'string' || !CLIENT.test(client))
    return { status: 403, text: 'Send the header x-cunzhi-client: <name>/<version>.' };
  return refuseOrigin(request);
}

export function refuseOrigin(request: IncomingMessage): Refusal | undefined {
  if (isOwnOrigin(request) && request.headers['sec-fetch-site'] !== 'cross-site') return undefined;
  return { status: 403, text: 'This origin is not allowed.' };
}

/** Counts a request: under its session, and without a living one under the address it came from. */
export function refuseRate(rates: Rates, sessionId: string | undefined, prefix: string): Refusal | undefined {
  const seconds = rates.take(sessionId ? `session ${sessionId}` : `address ${prefix}`);
  if (seconds === 0) return undefined;
  return { status: 429, text: 'Too many requests; wait a little.', headers: { 'retry-after': String(seconds) } };
}

const TOO_LARGE: Refusal = { status: 413, text: 'The body is larger than 256 KiB.', headers: { connection: 'close' } };
const TOO_SLOW: Refusal = { status: 408, text: 'The body took too long.', headers: { connection: 'close' } };

const isTooLong = ({ headers }: IncomingMessage, most: number) => Number(headers['content-length'] ?? 0) > most;

/** The whole body, counted while it comes, whatever its headers say of it. */
export async function readBody(
  request: IncomingMessage,
  most: Pick<Most, 'body' | 'bodyMs'>,
): Promise<Buffer | Refusal> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((done, failed) => {
    const end = (result: Buffer | Refusal) => {
      clearTimeout(timer);
      request.off('data', take).off('end', finish);
      request.pause();
      done(result);
    };
    const timer = setTimeout(() => end(TOO_SLOW), most.bodyMs);
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > most.body) end(TOO_LARGE);
      else chunks.push(chunk);
    };
    const finish = () => end(Buffer.concat(chunks));
    request.on('data', take).once('end', finish);
    request.once('error', (error) => (clearTimeout(timer), failed(error)));
    request.once('close', () => clearTimeout(timer));
  });
}

export function answerRefusal(response: ServerResponse, { status, text, headers }: Refusal): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers })
    .end(text);
}
