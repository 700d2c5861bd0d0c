/** Evidence in GraphQL: what it is and where its file can be fetched; never the hash of the file. */
import type { Builder } from './builder.ts';
import { evidence } from './core.table.ts';

export function addEvidenceType(b: Builder) {
  const EvidenceKind = b.enumType('EvidenceKind', {
    description: 'An uploaded file, a record of the platform, or a paper kept in the village.',
    values: { FILE: { value: 'file' }, RECORD: { value: 'record' }, PAPER: { value: 'paper' } } as const,
  });
  const Evidence = b.entity('Evidence', evidence, { description: 'One piece of evidence at a place.' });
  b.fields(Evidence, (t) => ({
    id: t.id({ description: 'Its id.' }),
    kind: t.column('kind', { type: EvidenceKind, description: 'File, record or paper.' }),
    title: t.column('title', { description: 'What it is.' }),
    contentType: t.column('contentType', { description: 'Of a file, found by its content.' }),
    size: t.column('size', { description: 'Of a file, in bytes.' }),
    url: t.string({
      nullable: true,
      description: 'Where a file can be fetched.',
      resolve: (one) => (one.kind === 'file' ? `/files/${one.id}` : null),
    }),
    createdAt: t.column('createdAt', { description: 'When it was added.' }),
    by: t.column('createdByName', { description: 'Who added it.' }),
  }));
  return { Evidence, EvidenceKind };
}
