/**
 * The one way from a request to an execution, for HTTP, SSE and WebSocket.
 *
 * Find who asks → parse → validate (introspection is a permission) → open the snapshot → execute → present errors.
 */
import { isAsyncIterable, type Plugin as YogaPlugin, createYoga } from 'graphql-yoga';
import {
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  validate,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import type { Locale } from '@cunzhi/plugin';
import type { Host } from '../host/index.ts';
import { blameOwners, type Operation } from '../schema/index.ts';
import type { Auth } from '../sign-in/index.ts';
import { presentErrors } from './errors.ts';
import { untilSwap } from './until-swap.ts';

export type GraphQLServer = ReturnType<typeof createGraphQL>;

interface Context {
  operation: Operation;
}

export function createGraphQL(host: Host, auth: Auth) {
  return createYoga<object, Context>({
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    maskedErrors: false,
    logging: false,
    // A request of HTTP has a `request`; a socket hands over its headers alone, and does not keep the session awake.
    context: async (initial) => ({
      operation: await operationFor(host, auth, headersOf(initial), isOverSocket(initial)),
    }),
    plugins: [pipeline(host)],
  });
}

/** The operation of whoever sent these headers. */
export async function operationFor(host: Host, auth: Auth, headers: Headers, isSocket = false): Promise<Operation> {
  const load = async (wakes: boolean) => {
    const account = await auth.accountOf(headers, { wakes });
    return account ? host.loadActor(account) : null;
  };
  // What comes over a stream later is not something that the person did.
  const again = atMostEvery(500, () => load(false));
  return host.operation(await load(!isSocket), localeOf(headers), again);
}

export const localeOf = (headers: Headers): Locale =>
  headers.get('accept-language')?.toLowerCase().startsWith('en') ? 'en' : 'zh';

function pipeline(host: Host): YogaPlugin<Context> {
  return {
    // Each operation keeps the schema it began with; the next one gets what a swap brought.
    onEnveloped: ({ setSchema }) => setSchema(host.schema),
    async onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const { operation } = args.contextValue;
      const refused = refuseIntrospection(args, operation);
      if (refused) return setResultAndStopExecution(refused);
      // From here on the context of the execution is the operation itself.
      setExecuteFn((given) => executeFn({ ...given, contextValue: operation }));
      if (operationType(args) === OperationTypeNode.QUERY) await operation.open();
      return {
        onExecuteDone: async ({ result, setResult }) => {
          if (!isAsyncIterable(result)) setResult(blameOwners(result as ExecutionResult, args, operation));
          await operation.close();
        },
      };
    },
    onSubscribe({ args, subscribeFn, setSubscribeFn, setResultAndStopExecution }) {
      const { operation } = args.contextValue;
      const refused = refuseIntrospection(args, operation);
      if (refused) return setResultAndStopExecution(refused);
      setSubscribeFn(async (given) => {
        const stream: unknown = await subscribeFn({ ...given, contextValue: operation });
        const blamed = (one: ExecutionResult) => blameOwners(one, args, operation);
        if (!isAsyncIterable<ExecutionResult>(stream)) return blamed(stream as ExecutionResult);
        return untilSwap(stream, host, { locale: operation.locale, blamed });
      });
    },
    onResultProcess({ result, setResult, request }) {
      const locale = localeOf(request.headers);
      const present = (one: ExecutionResult) => presentErrors(one, locale, host.log);
      if (isAsyncIterable(result)) setResult(mapResults(result as AsyncIterable<ExecutionResult>, present));
      else if (!Array.isArray(result)) setResult(present(result as ExecutionResult));
    },
  };
}

/** Looking at the schema is a permission, not a switch; asked here, since only now it is known who asks. */
function refuseIntrospection({ schema, document }: ExecutionArgs, operation: Operation): ExecutionResult | undefined {
  if (operation.can('graphql.introspect')) return undefined;
  const errors = validate(schema, document, [NoSchemaIntrospectionCustomRule]);
  return errors.length > 0 ? { errors } : undefined;
}

function operationType({ document, operationName }: ExecutionArgs): OperationTypeNode | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === 'OperationDefinition');
  return (operationName ? operations.find(({ name }) => name?.value === operationName) : operations[0])?.operation;
}

async function* mapResults(results: AsyncIterable<ExecutionResult>, map: (one: ExecutionResult) => ExecutionResult) {
  for await (const result of results) yield map(result);
}

const isOverSocket = (initial: { request?: Request; headers?: Headers }): boolean => initial.headers !== undefined;

function headersOf(initial: { request?: Request; headers?: Headers }): Headers {
  return initial.headers ?? initial.request?.headers ?? new Headers();
}

/** The same answer for a while: a burst of events asks for the grants twice a second, not once an event. */
function atMostEvery<T>(ms: number, load: () => Promise<T>): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (!last || Date.now() - last.at > ms) last = { at: Date.now(), value: load() };
    return last.value;
  };
}
