/**
 * Tests of real work ask as our client does there: by ids of listed documents. What a test asks is listed when it asks it.
 */
import { createHash } from 'node:crypto';
import type { RunOptions } from '@cunzhi/server';

const listings = new Map<string, Map<string, string>>();

/** The list of one server, which is told of its address once it has one. */
export function listingAt(): NonNullable<RunOptions['documents']> & { servedAt(url: string): void } {
  const texts = new Map<string, string>();
  return { textOf: (id) => texts.get(id), servedAt: (url) => void listings.set(url, texts) };
}

interface Asked {
  readonly query?: string;
  readonly extensions?: Record<string, unknown>;
}

/** A document as it is sent to this server: by its id where texts are listed, else as it is. */
export function askedAs(url: string, query: string, extensions: Record<string, unknown> = {}): Asked {
  const texts = listings.get(url);
  if (!texts || extensions['documentId'] !== undefined) return { query, extensions };
  const documentId = documentIdOf(query);
  texts.set(documentId, query);
  return { extensions: { ...extensions, documentId } };
}

export const documentIdOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
