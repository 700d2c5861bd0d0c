/**
 * Whose field an error came from, when its fence did not see it: a value that does not fit its type, a promise within a list,
 * a commit that the database refused. Looked up in the document, so that it costs nothing while nothing is wrong.
 */
import {
  BREAK,
  GraphQLError,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { PluginFieldError } from './budget.ts';
import { isExplained, noteField } from './fence.ts';
import type { Operation } from './operation.ts';
import { PLATFORM } from './owner.ts';

interface Executed {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
}

/** The same result; errors that nobody has explained are the fault of the plugin whose field they stand at. */
export function blameOwners<R extends ExecutionResult>(result: R, executed: Executed, operation: Operation): R {
  if (!result.errors?.some(isUnexplained)) return result;
  return {
    ...result,
    errors: result.errors.map((error) => (isUnexplained(error) ? blame(error, executed, operation) : error)),
  };
}

function isUnexplained(error: GraphQLError): boolean {
  let cause: unknown = error.originalError;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause instanceof Error && !isExplained(cause);
}

function blame(error: GraphQLError, executed: Executed, operation: Operation): GraphQLError {
  const found = findField(error, executed);
  if (!found || found.plugin === PLATFORM) return error;
  noteField(operation, found.plugin, found.where, error.originalError);
  const originalError = new PluginFieldError('PLUGIN_FAILED', found.plugin, {
    cause: error.originalError,
    isWrite: found.isWrite,
  });
  const { nodes, source, positions, path } = error;
  return new GraphQLError(error.message, { nodes, source, positions, path, originalError });
}

function findField({ nodes }: GraphQLError, { schema, document }: Executed) {
  const info = new TypeInfo(schema);
  let found: { plugin: string; where: string; isWrite: boolean } | undefined;
  const Field = (node: unknown) => {
    if (!nodes?.some((one) => one === node)) return undefined;
    const [type, field] = [info.getParentType(), info.getFieldDef()];
    const plugin = field?.extensions['plugin'] ?? type?.extensions['plugin'];
    if (type && field && typeof plugin === 'string')
      found = { plugin, where: `${type.name}.${field.name}`, isWrite: type === schema.getMutationType() };
    return BREAK;
  };
  visit(document, visitWithTypeInfo(info, { Field }));
  return found;
}
