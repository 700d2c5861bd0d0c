/** The id of a document is the hash of the text that would be sent; with it, the text stays at home. */
import { createHash } from 'node:crypto';
import { createRequest, makeOperation, stringifyDocument } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { documentIdOf, idAlone, withDocumentId } from './document-id.ts';
import { graphql } from './graphql.ts';

const VILLAGE = graphql<{ village: { name: string } | null }, { code: string }>(`
  query Village($code: PlaceCode!) {
    village(code: $code) {
      name # 名称
    }
  }
`);

describe('an operation', () => {
  it('gets the id of its text, beside what it carried', () => {
    const request = createRequest(VILLAGE, { code: '330523' }, { other: 1 });
    const operation = makeOperation('query', request, { url: '/graphql', requestPolicy: 'network-only' });

    const { query, extensions } = withDocumentId(operation);

    const hash = createHash('sha256').update(stringifyDocument(query)).digest('hex');
    expect(extensions).toEqual({ other: 1, documentId: `sha256:${hash}` });
    expect(documentIdOf(query)).toBe(`sha256:${hash}`);
  });

  it('with an id is sent without its text; without one as it is', () => {
    const variables = { code: '330523' };
    const listed = { query: '{ a }', operationName: 'A', variables, extensions: { documentId: 'sha256:1' } };

    expect(idAlone(listed)).toEqual({ operationName: 'A', variables, extensions: { documentId: 'sha256:1' } });
    expect(idAlone({ query: '{ a }', variables })).toEqual({ query: '{ a }', variables });
  });
});
