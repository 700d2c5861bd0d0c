/**
 * What went wrong, as one of six kinds that a person can do something about.
 *
 * The words come from our own messages by kind; a server's sentence is only used where a typed error brings one.
 */
import type { CombinedError } from '@urql/core';

export type FailureKind = 'offline' | 'signedOut' | 'notFound' | 'busy' | 'refused' | 'broken';

/** A failure with its kind, and the code and sentence of the server where there is one. */
export interface Failure {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
}

const kindOfCode: Record<string, FailureKind> = {
  NOT_FOUND: 'notFound',
  FORBIDDEN: 'notFound',
  UNAUTHENTICATED: 'signedOut',
  SIGNED_OUT: 'signedOut',
  RATE_LIMITED: 'busy',
  TOO_MANY_REQUESTS: 'busy',
  OVERLOADED: 'busy',
  INTERNAL_SERVER_ERROR: 'broken',
  PLUGIN_FAILED: 'broken',
};

/** Names the kind of a failed operation. */
export function failureOf(error: Pick<CombinedError, 'graphQLErrors' | 'networkError' | 'response'>): Failure {
  const status = statusOf(error.response);
  if (status === 401) return failure('signedOut', 'UNAUTHENTICATED');
  const first = error.graphQLErrors[0];
  if (first) {
    const code = typeof first.extensions?.code === 'string' ? first.extensions.code : 'INTERNAL_SERVER_ERROR';
    return { kind: kindOfCode[code] ?? 'refused', code, message: first.message };
  }
  if (status === 429 || status === 503) return failure('busy', 'TOO_MANY_REQUESTS');
  if (status >= 500) return failure('broken', 'INTERNAL_SERVER_ERROR');
  return failure('offline', 'OFFLINE');
}

/** True when the server has surely decided; a retry of the same input would be answered the same way. */
export function isClear(kind: FailureKind): boolean {
  return kind === 'notFound' || kind === 'refused';
}

function failure(kind: FailureKind, code: string): Failure {
  return { kind, code, message: '' };
}

function statusOf(response: unknown): number {
  if (typeof response !== 'object' || response === null || !('status' in response)) return 0;
  return typeof response.status === 'number' ? response.status : 0;
}
