/**
 * Finding the document of a request: a listed one by its id, else the free text of somebody who may send it.
 *
 * An unknown id, a text without permission and a look at the schema without permission are refused with the same bytes.
 */
import { parse, type DocumentNode } from 'graphql';
import type { Most } from './limits.ts';

/** Documents of the clients' last builds. */
export interface ListedDocuments {
  textOf(id: string): string | undefined;
}

/** What a client sends; nothing in it is believed. */
export interface Params {
  readonly query?: string | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** The id that was sent (`sha256:…`), whether it is known or not. */
export function documentIdOf({ extensions }: Params): string | undefined {
  const id = extensions?.['documentId'];
  return id === undefined || id === null ? undefined : String(id);
}

const KEPT = 500;
const LONGEST = 16 * 1024;

/** Parses, and keeps what was asked last: pages ask the same again and again. */
export class Parser {
  readonly #most: Pick<Most, 'tokens'>;
  readonly #kept = new Map<string, DocumentNode>();

  constructor(most: Pick<Most, 'tokens'>) {
    this.#most = most;
  }

  /** @throws GraphQLError for what is no GraphQL, `TooManyTokens` for what is too long. */
  parse(text: string): DocumentNode {
    const known = this.#kept.get(text);
    if (known) return known;
    const document = this.#parse(text);
    if (text.length > LONGEST) return document;
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    this.#kept.set(text, document);
    return document;
  }

  #parse(text: string): DocumentNode {
    try {
      return parse(text, { maxTokens: this.#most.tokens });
    } catch (error) {
      // A RangeError: values nested so deeply that the parser itself ran out of room.
      if (error instanceof RangeError || /more that? \d+ tokens/.test(String(error))) throw new TooManyTokens();
      throw error;
    }
  }
}

export class TooManyTokens extends Error {}
