import { CombinedError } from '@urql/core';
import { GraphQLError } from 'graphql';
import { expect, it } from 'vitest';
import { verdictOf } from './verdict.ts';

const coded = (code: string) =>
  new CombinedError({ graphQLErrors: [new GraphQLError('A sentence.', { extensions: { code } })] });

it('is done when the thing that changed comes back', () => {
  const response = { __typename: 'Response', version: 3 };

  expect(verdictOf({ data: { saveAnswer: response } })).toEqual({ kind: 'done', data: response });
});

it('is a conflict when somebody else was first', () => {
  const error = {
    __typename: 'VersionConflictError',
    code: 'VERSION_CONFLICT',
    message: 'Changed.',
    currentVersion: 4,
  };

  expect(verdictOf({ data: { saveAnswer: error } })).toEqual({ kind: 'conflict', error });
});

it('is refused for every other typed error, with all that it tells', () => {
  const error = {
    __typename: 'InputRefusedError',
    code: 'INPUT_REFUSED',
    message: 'A gap.',
    fields: [{ path: 'number' }],
  };

  expect(verdictOf({ data: { saveAnswer: error } })).toEqual({ kind: 'refused', error });
});

it('is refused when the subject is not there or not yours', () => {
  expect(verdictOf({ error: coded('NOT_FOUND') })).toMatchObject({ kind: 'refused', error: { code: 'NOT_FOUND' } });
});

it.each([
  ['the network fails', new CombinedError({ networkError: new Error('Failed to fetch') })],
  ['the server breaks', coded('INTERNAL_SERVER_ERROR')],
  ['the server is busy', coded('RATE_LIMITED')],
  ['the session is over', coded('UNAUTHENTICATED')],
])('stays unsure when %s', (_case, error) => {
  expect(verdictOf({ error }).kind).toBe('unsure');
});

it('stays unsure when nothing came back at all', () => {
  expect(verdictOf({}).kind).toBe('unsure');
});
