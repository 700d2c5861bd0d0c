/**
 * The one way from a request to an execution, for HTTP, SSE and WebSocket.
 *
 * Find the document → parse → limits → validate → authorise → execute → present errors. Who asks is known before the first step;
 * what is refused on the way has run no statement but that.
 */
import { isAsyncIterable, type Plugin as YogaPlugin } from 'graphql-yoga';
import {
  getOperationAST, GraphQLError, NoSchemaIntrospectionCustomRule, OperationTypeNode, validate,
  type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLSchema,
} from 'graphql'; // prettier-ignore
import { BorderError } from '@cunzhi/plugin';
import type { Host } from '../host/index.ts';
import { blameOwners, type Operation } from '../schema/index.ts';
import { documentIdOf, Parser, TooManyTokens, type ListedDocuments, type Params } from './documents.ts';
import { causeOf, presentErrors } from './errors.ts';
import { checkInput, inOneForm } from './input.ts';
import type { LimitName, Most } from './limits.ts';
import { measure } from './measure.ts';
import { refusal } from './refusals.ts';
import { Line, withinTime } from './time.ts';
import { untilSwap } from './until-swap.ts';

/** What a transport brings along. */
export interface Asked {
  readonly operation: Operation;
  readonly transport: 'http' | 'socket';
  readonly params: Params;
}

export interface PrepareOptions {
  readonly host: Host;
  readonly documents: ListedDocuments;
  readonly most: Most;
}

/** The plugin that every transport goes through. */
export function prepare({ host, documents, most }: PrepareOptions): YogaPlugin<Asked> {
  const parser = new Parser(most);
  const valid = new ValidDocuments();
  const line = new Line(20 + most.waiting);

  function find({ operation, params }: Asked): DocumentNode {
    const id = documentIdOf(params);
    const listed = id === undefined ? undefined : documents.textOf(id);
    if (listed === undefined && (id !== undefined || !maySendText(operation)))
      throw refusal('DOCUMENT_NOT_LISTED', operation.locale);
    try {
      return parser.parse(listed ?? params.query ?? '');
    } catch (error) {
      if (error instanceof TooManyTokens) throw tooMuch(operation, 'tokens');
      throw error;
    }
  }

  function maySendText(operation: Operation): boolean {
    // A demonstration lets nobody, too, try things: whoever is not signed in finds nothing there.
    return operation.actor ? operation.can('graphql.adhoc') : host.isDemonstration;
  }

  function check(
    { operation, params, transport }: Asked,
    schema: GraphQLSchema,
    document: DocumentNode,
  ): GraphQLError[] {
    if (
      !operation.can('graphql.introspect') &&
      validate(schema, document, [NoSchemaIntrospectionCustomRule]).length > 0
    )
      return [refusal('DOCUMENT_NOT_LISTED', operation.locale)];
    const problem = checkInput(document, params.variables, most);
    if (problem) return ['limit' in problem ? tooMuch(operation, problem.limit) : problem.error];
    const { broken } = measure(document, { schema, variables: params.variables ?? {}, most });
    if (broken) return [tooMuch(operation, broken)];
    if (transport === 'socket' && !mayGoOverSocket(document, params, operation))
      return [refusal('SUBSCRIPTIONS_ONLY', operation.locale)];
    return valid.errorsOf(schema, document, !operation.can('graphql.introspect'));
  }

  return {
    // Each operation keeps the schema it began with; the next one gets what a swap brought.
    onEnveloped: ({ setSchema }) => setSchema(host.schema),
    // HTTP asks for a text before it parses; of a listed document the id stands for it.
    onParams({ params, setParams }) {
      if (params.query == null && documentIdOf(params) !== undefined) setParams({ ...params, query: '' });
    },
    onParse: ({ context, setParseFn }) => setParseFn(() => find(context)),
    onValidate({ context, setValidationFn }) {
      setValidationFn((schema: GraphQLSchema, document: DocumentNode) => check(context, schema, document));
    },
    async onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const { operation, params } = args.contextValue;
      const leave = line.enter();
      if (!leave) return setResultAndStopExecution({ errors: [refusal('OVERLOADED', operation.locale)] });
      const isQuery = getOperationAST(args.document, args.operationName)?.operation === OperationTypeNode.QUERY;
      const ms = isQuery ? most.queryMs : most.mutationMs;
      // From here on the context of the execution is the operation itself.
      setExecuteFn((given) =>
        withinTime(ms, operation, async () => {
          if (isQuery) await operation.open();
          return executeFn(argsFor(given, operation, params));
        }),
      );
      return {
        onExecuteDone: async ({ result, setResult }) => {
          try {
            if (!isAsyncIterable(result))
              setResult(sayBadInput(blameOwners(result as ExecutionResult, args, operation), operation));
            await operation.close();
          } finally {
            leave();
          }
        },
      };
    },
    onSubscribe({ args, subscribeFn, setSubscribeFn }) {
      const { operation, params } = args.contextValue;
      setSubscribeFn(async (given) => {
        const stream: unknown = await subscribeFn(argsFor(given, operation, params));
        const blamed = (one: ExecutionResult) => blameOwners(one, args, operation);
        if (!isAsyncIterable<ExecutionResult>(stream)) return sayBadInput(blamed(stream as ExecutionResult), operation);
        return untilSwap(stream, host, { locale: operation.locale, blamed });
      });
    },
    onResultProcess({ result, setResult, serverContext }) {
      const { locale } = (serverContext as unknown as Asked).operation;
      const present = (one: ExecutionResult) => presentErrors(one, locale, host.log);
      if (isAsyncIterable(result)) setResult(mapResults(result as AsyncIterable<ExecutionResult>, present));
      else if (!Array.isArray(result)) setResult(present(result as ExecutionResult));
    },
  };
}

/** Which limit it was is told to those who write documents. */
function tooMuch(operation: Operation, limit: LimitName): GraphQLError {
  return refusal('DOCUMENT_LIMIT', operation.locale, operation.can('graphql.adhoc') ? { limit } : {});
}

/** Subscriptions for everybody, queries for those who try things, mutations for nobody. */
function mayGoOverSocket(document: DocumentNode, params: Params, operation: Operation): boolean {
  const kind = getOperationAST(document, params.operationName)?.operation;
  if (kind === OperationTypeNode.MUTATION) return false;
  return kind === OperationTypeNode.QUERY ? operation.can('graphql.adhoc') : true;
}

const argsFor = (given: ExecutionArgs, operation: Operation, { variables }: Params): ExecutionArgs => ({
  ...given,
  contextValue: operation,
  variableValues: inOneForm(variables),
});

const AT_VARIABLE = /^Variable "\$([^"]+)"(?: got invalid value .*? at "([^"]+)")?/s;

/** Values that do not fit their type come before anything runs; what the type is called is told to those who may see the schema. */
function sayBadInput(result: ExecutionResult, operation: Operation): ExecutionResult {
  if (!result.errors || result.data !== undefined) return result;
  const errors = result.errors.map((error) => {
    const [, name, path] = AT_VARIABLE.exec(error.message) ?? [];
    if (name === undefined) return error;
    const cause = causeOf(error);
    // A scalar of ours says itself what would be right; where it stands is known here alone.
    if (cause instanceof BorderError) {
      const originalError = new BorderError(cause.code, cause.text, cause.field ?? path ?? name);
      return new GraphQLError(error.message, { nodes: error.nodes, originalError });
    }
    if (cause) return error;
    const { message, extensions } = refusal('BAD_INPUT', operation.locale, { field: path ?? name });
    return new GraphQLError(operation.can('graphql.introspect') ? error.message : message, {
      nodes: error.nodes,
      extensions,
    });
  });
  return { ...result, errors };
}

interface Errors {
  readonly shown: readonly GraphQLError[];
  /** Without "Did you mean". */
  readonly hidden: readonly GraphQLError[];
}

/** Validation, once for each text and schema. */
class ValidDocuments {
  readonly #known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, Errors>>();

  errorsOf(schema: GraphQLSchema, document: DocumentNode, isHidden: boolean): GraphQLError[] {
    const bySchema = this.#known.get(schema) ?? new WeakMap<DocumentNode, Errors>();
    this.#known.set(schema, bySchema);
    const errors = bySchema.get(document) ?? validateTwice(schema, document);
    bySchema.set(document, errors);
    return [...(isHidden ? errors.hidden : errors.shown)];
  }
}

function validateTwice(schema: GraphQLSchema, document: DocumentNode): Errors {
  const hidden = validate(schema, document, undefined, { hideSuggestions: true });
  return { hidden, shown: hidden.length > 0 ? validate(schema, document) : hidden };
}

async function* mapResults(results: AsyncIterable<ExecutionResult>, map: (one: ExecutionResult) => ExecutionResult) {
  for await (const result of results) yield map(result);
}
