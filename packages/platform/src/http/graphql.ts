/**
 * GraphQL over HTTP and SSE: Yoga around the one pipeline, with everything switched off that the pipeline does not want.
 */
import { createYoga } from 'graphql-yoga';
import type { Locale } from '@cunzhi/plugin';
import type { SignedIn } from '../access/index.ts';
import type { Host } from '../host/index.ts';
import { prepare, type Asked, type PrepareOptions } from '../pipeline/index.ts';
import type { Operation } from '../schema/index.ts';
import type { Auth } from '../sign-in/index.ts';

export type GraphQLServer = ReturnType<typeof createGraphQL>;

/** Each transport hands over who asks, before anything is parsed. */
export function createGraphQL(options: PrepareOptions) {
  return createYoga<Omit<Asked, 'params'>, object>({
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    maskedErrors: false,
    logging: false,
    // It would keep one caller's refusal for the next; the pipeline keeps what is parsed and valid itself.
    parserAndValidationCache: false,
    plugins: [prepare(options)],
  });
}

/** The operation of whoever sent these headers. */
export async function operationFor(host: Host, auth: Auth, headers: Headers, isSocket = false): Promise<Operation> {
  return operationOf(
    host,
    auth,
    headers,
    await auth.accountOf(headers, { wakes: !isSocket }),
    isSocket ? lookOf(headers) : undefined,
  );
}

/** The operation of somebody whose session is known, or as whom they look; the grants are looked at now. */
export async function operationOf(
  host: Host,
  auth: Auth,
  headers: Headers,
  signedIn: SignedIn | undefined,
  lookId?: string | undefined,
): Promise<Operation> {
  // What comes over a stream later is not something that the person did.
  const again = atMostEvery(500, async () => {
    const account = await auth.accountOf(headers, { wakes: false });
    return account ? host.loadActor({ ...account, lookId }) : null;
  });
  return host.operation(signedIn ? await host.loadActor({ ...signedIn, lookId }) : null, localeOf(headers), again);
}

/** As whom they look; for GraphQL alone, since whoever looks sends no files. */
export const lookOf = (headers: Headers): string | undefined => headers.get('x-cunzhi-look') ?? undefined;

export const localeOf = (headers: Headers): Locale =>
  headers.get('accept-language')?.toLowerCase().startsWith('en') ? 'en' : 'zh';

/** The same answer for a while: a burst of events asks for the grants twice a second, not once an event. */
function atMostEvery<T>(ms: number, load: () => Promise<T>): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (!last || Date.now() - last.at > ms) last = { at: Date.now(), value: load() };
    return last.value;
  };
}
