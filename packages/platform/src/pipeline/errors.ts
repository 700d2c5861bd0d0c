/**
 * Errors as clients see them: a code and a sentence; anything unexpected is logged once and masked.
 */
import { GraphQLError, type ExecutionResult } from 'graphql';
import { BorderError, UserError, type Locale } from '@cunzhi/plugin';
import { SlowReaderError } from '../events/index.ts';
import type { Log } from '../log/index.ts';
import { PluginFieldError } from '../schema/index.ts';

const MASKED = {
  zh: '服务器这边出了问题，这一次没有做成；您填的都还在。请过一会儿再试，还不行请把编号告诉管理员。',
  en: 'Something went wrong on the server; this was not done, and what you entered is still there. Try again later, or tell your administrator the number.',
};

/** The same result with its errors made fit to be seen. */
export function presentErrors<R extends ExecutionResult>(result: R, locale: Locale, log: Log): R {
  if (!result.errors?.length) return result;
  return { ...result, errors: result.errors.map((error) => presentError(error, locale, log)) };
}

export function presentError(error: GraphQLError, locale: Locale, log: Log): GraphQLError {
  const cause = causeOf(error);
  const place = { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path };
  if (cause instanceof UserError) {
    const field = cause instanceof BorderError ? cause.field : undefined;
    return new GraphQLError(cause.text[locale], {
      ...place,
      extensions: { code: cause.code, ...(field && { field }) },
    });
  }
  if (cause instanceof SlowReaderError) {
    const { message, lastCursor } = cause;
    return new GraphQLError(message, { ...place, extensions: { code: 'SLOW_READER', lastCursor } });
  }
  if (cause instanceof PluginFieldError) return presentPlugin(error, cause, locale, log);
  // No original error: the document itself is wrong, and graphql says how.
  if (!error.originalError) return error;
  const requestId = crypto.randomUUID();
  log.error({ requestId, path: error.path, error: describe(error.originalError) }, 'a field failed');
  return new GraphQLError(MASKED[locale], { ...place, extensions: { code: 'INTERNAL', requestId } });
}

/** A plugin's part did not come: its name and, when it failed, the number under which the log has the reason. */
function presentPlugin(error: GraphQLError, failed: PluginFieldError, locale: Locale, log: Log): GraphQLError {
  const { code, plugin, cause } = failed;
  const place = { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path };
  if (cause === undefined) return new GraphQLError(failed.text[locale], { ...place, extensions: { code, plugin } });
  const requestId = crypto.randomUUID();
  const why = cause instanceof Error ? describe(cause) : String(cause);
  log.error({ requestId, plugin, path: error.path, error: why }, 'a field of a plugin failed');
  return new GraphQLError(failed.text[locale], { ...place, extensions: { code, plugin, requestId } });
}

/** What was thrown: each layer that a stream goes through may wrap it once more. */
export function causeOf(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  return cause;
}

/** The stack and the database's own words; statement parameters are left out, they may name people. */
function describe(error: Error): string {
  const cause = error.cause instanceof Error ? ` · ${error.cause.message}` : '';
  return `${error.stack ?? error.message}`.split('\nparams:')[0] + cause;
}
