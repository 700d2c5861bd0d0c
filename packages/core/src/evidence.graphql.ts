/** Evidence in GraphQL: what it is and where its file can be fetched; never the hash of the file. */
import type { Builder } from './builder.ts';
import type { Evidence } from './core.table.ts';

export function addEvidenceType(b: Builder) {
  const EvidenceKind = b.enumType('EvidenceKind', {
    description: 'An uploaded file, a record of the platform, or a paper kept in the village.',
    values: { FILE: { value: 'file' }, RECORD: { value: 'record' }, PAPER: { value: 'paper' } } as const,
  });
  const EvidenceRef = b.objectRef<Evidence>('Evidence').implement({
    description: 'One piece of evidence at a place.',
    permission: 'core.evidence.read',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      kind: t.field({ type: EvidenceKind, description: 'File, record or paper.', resolve: (one) => one.kind }),
      title: t.exposeString('title', { description: 'What it is.' }),
      contentType: t.exposeString('contentType', { nullable: true, description: 'Of a file, found by its content.' }),
      size: t.exposeInt('size', { nullable: true, description: 'Of a file, in bytes.' }),
      url: t.string({
        nullable: true,
        description: 'Where a file can be fetched.',
        resolve: (one) => (one.kind === 'file' ? `/files/${one.id}` : null),
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
      by: t.string({ nullable: true, description: 'Who added it.', resolve: (one) => one.createdByName }),
    }),
  });
  return { Evidence: EvidenceRef, EvidenceKind };
}
