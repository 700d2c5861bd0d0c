/**
 * Documents: GraphQL text with the types of its answer and its variables.
 *
 * The names are those of gql.tada, so that it can take over without a change in the pages:
 * until then a page states both types by hand, and the server's schema refuses what does not fit.
 */
import { gql, type TypedDocumentNode } from '@urql/core';
import type { DocumentNode } from 'graphql';

/** The data that a document answers. */
export type ResultOf<D> = D extends TypedDocumentNode<infer Data, infer _Variables> ? Data : never;

/** The variables that a document needs. */
export type VariablesOf<D> = D extends TypedDocumentNode<infer _Data, infer Variables> ? Variables : never;

/** What a component asks for when it declares a fragment; today the fragment's data itself. */
export type FragmentOf<D> = ResultOf<D>;

type NoVariables = Record<string, never>;

/**
 * Makes a typed document: `graphql<Data, Variables>(text, [fragments it uses])`.
 *
 * Throws at once when the text is not GraphQL.
 */
export function graphql<Data, Variables extends object = NoVariables>(
  text: string,
  fragments: readonly DocumentNode[] = [],
): TypedDocumentNode<Data, Variables> {
  const strings = Object.assign([text, ...fragments.map(() => '')], { raw: [text] });
  return gql<Data, Variables>(strings, ...fragments);
}

/** Reads a fragment's data; the identity until documents are masked. */
export function readFragment<Data>(_fragment: TypedDocumentNode<Data, NoVariables>, data: Data): Data {
  return data;
}
