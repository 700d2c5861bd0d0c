/**
 * Verdicts: how a write ended. Only a clear answer of the server is a verdict; everything else is 'unsure'.
 */
import type { CombinedError } from '@urql/core';
import { failureOf, isClear } from './failure.ts';

/** A typed error of the server: code and sentence, and whatever else was asked for. */
export interface WriteError {
  readonly code: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** The members of a mutation's result that are not errors. */
export type Changed<Data> = Exclude<Data[keyof Data], { readonly __typename?: `${string}Error` } | null | undefined>;

export type Verdict<Data> =
  | { readonly kind: 'done'; readonly data: Changed<Data>; readonly error?: undefined }
  | { readonly kind: 'conflict' | 'refused'; readonly data?: undefined; readonly error: WriteError }
  | { readonly kind: 'unsure'; readonly data?: undefined; readonly error: WriteError };

/** Reads the answer of a mutation with one root field. */
export function verdictOf<Data>(result: { data?: Data | undefined; error?: CombinedError | undefined }): Verdict<Data> {
  const answer = rootOf(result.data);
  if (answer !== undefined) return verdictOfAnswer<Data>(answer);
  if (!result.error) return { kind: 'unsure', error: { code: 'EMPTY_ANSWER', message: '' } };
  const failure = failureOf(result.error);
  const error = {
    code: failure.code,
    message: failure.kind === 'refused' ? failure.message : '',
    failure: failure.kind,
  };
  return { kind: isClear(failure.kind) ? 'refused' : 'unsure', error };
}

function verdictOfAnswer<Data>(answer: object): Verdict<Data> {
  const typename = '__typename' in answer ? String(answer.__typename) : '';
  if (!typename.endsWith('Error')) return { kind: 'done', data: answer as Changed<Data> };
  const error = { code: typename, message: '', ...answer };
  return { kind: typename === 'VersionConflictError' ? 'conflict' : 'refused', error };
}

function rootOf(data: unknown): object | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const fields = Object.entries(data).filter(([name]) => name !== '__typename');
  const value: unknown = fields[0]?.[1];
  return typeof value === 'object' && value !== null ? value : undefined;
}
