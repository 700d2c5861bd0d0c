/**
 * Listed documents: what the build made asks by the id of a document, and the server has its text.
 *
 * The id is the hash of the text that would be sent, so that nothing but the text itself must be the same on both sides. The hash
 * comes from a library: browsers make hashes over https alone, and a phone in the village hall may have only http.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { makeOperation, stringifyDocument, type DocumentInput, type Operation } from '@urql/core';

/** What is sent, over HTTP and over the socket. */
export interface Asked {
  readonly query?: string | undefined;
  readonly variables?: object | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
}

const known = new WeakMap<object, string>();

/** The same operation, with the id of its document beside it. */
export function withDocumentId(operation: Operation): Operation {
  const documentId = known.get(operation.query) ?? documentIdOf(operation.query);
  known.set(operation.query, documentId);
  const { kind, context, extensions } = operation;
  return makeOperation(kind, { ...operation, extensions: { ...extensions, documentId } }, context);
}

/** `sha256:` and the hash of a document's text. */
export function documentIdOf(document: Exclude<DocumentInput, string>): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(stringifyDocument(document))))}`;
}

/** Of a document with an id the text is left out. */
export function idAlone({ query, ...asked }: Asked): Asked {
  return asked.extensions?.documentId ? asked : { query, ...asked };
}
