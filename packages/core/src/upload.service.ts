/**
 * Files on their way: a ticket first, then the bytes, then a piece of evidence under the ticket's id.
 *
 * A ticket is for one use of one person; knowing its id, or the hash of a file, opens nothing.
 */
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { InputRefusedError, type FieldProblem, type ServiceContext } from '@cunzhi/plugin';
import { evidence, upload, type Upload } from './core.table.ts';
import { addEvidence } from './evidence.service.ts';
import { getPlace } from './place.service.ts';
import { isId } from './id.rule.ts';

export const FILE_SIZE_MOST = 20 * 1024 * 1024;
const NAME_MOST = 120;
const TICKET_HOURS = 24;

export interface StartUpload {
  readonly place: string;
  readonly name: string;
  /** In bytes; exactly so many are taken. */
  readonly size: number;
}

/** @throws NotFoundError out of reach; InputRefusedError for a file that is too large or empty. */
export async function startUpload(ctx: ServiceContext, { place, name, size }: StartUpload): Promise<Upload> {
  ctx.require('core.evidence.write', place);
  const { code, level } = await getPlace(ctx, place, 'place');
  const problems = [...(level === 'village' ? [] : [NO_VILLAGE]), ...(size >= 1 ? [] : [EMPTY])];
  if (size > FILE_SIZE_MOST) problems.push(TOO_LARGE);
  if (problems.length > 0) throw new InputRefusedError(problems);
  const [ticket] = await ctx.db
    .insert(upload)
    .values({ placeCode: code, personId: ctx.actor.id, name: fileName(name), size, madeAt: ctx.now() })
    .returning();
  if (!ticket) throw new Error('A ticket was not written.');
  return ticket;
}

export async function findUpload(ctx: Pick<ServiceContext, 'db'>, id: string): Promise<Upload | null> {
  if (!isId(id)) return null;
  const [ticket] = await ctx.db
    .select()
    .from(upload)
    .where(and(eq(upload.id, id), sql`${upload.madeAt} > now() - make_interval(hours => ${TICKET_HOURS})`));
  return ticket ?? null;
}

/** What the platform's door for files asks. */
export const evidenceFiles = {
  /** The ticket of whoever asks; undefined for another person's, an old one or none. */
  ticket: async (ctx: ServiceContext, id: string) => (await findUpload(ctx, id)) ?? undefined,

  /** Uses a ticket up; false when it was used already. */
  async begin(ctx: ServiceContext, id: string): Promise<boolean> {
    const rows = await ctx.db
      .update(upload)
      .set({ startedAt: ctx.now() })
      .where(and(eq(upload.id, id), isNull(upload.startedAt)))
      .returning({ id: upload.id });
    return rows.length === 1;
  },

  /** Makes the evidence, once. */
  async add(ctx: ServiceContext, id: string, file: { hash: string; size: number; contentType: string }): Promise<void> {
    const { hash: fileHash, size, contentType } = file;
    const [done] = await ctx.db
      .update(upload)
      .set({ doneAt: ctx.now() })
      .where(and(eq(upload.id, id), isNull(upload.doneAt)))
      .returning();
    if (!done) return;
    const { placeCode, name: title } = done;
    await addEvidence(ctx, { id, placeCode, kind: 'file', title, fileHash, size, contentType });
  },

  async find(ctx: ServiceContext, id: string) {
    if (!isId(id)) return undefined;
    const [row] = await ctx.db
      .select()
      .from(evidence)
      .where(and(eq(evidence.id, id), eq(evidence.kind, 'file')));
    if (!row?.fileHash || !row.contentType || row.size === null) return undefined;
    return { hash: row.fileHash, contentType: row.contentType, size: row.size, name: row.title };
  },

  /** Of these files, those that a record refers to. */
  async inUse(ctx: ServiceContext, hashes: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await ctx.db
      .selectDistinct({ hash: evidence.fileHash })
      .from(evidence)
      .where(and(isNotNull(evidence.fileHash), sql`${evidence.fileHash} = any(${sql.param([...hashes])}::text[])`));
    return new Set(rows.flatMap(({ hash }) => hash ?? []));
  },
};

/** No signs that hide, turn or lead elsewhere; never empty. */
const fileName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}/\\]/gu, '')
    .trim()
    .slice(0, NAME_MOST) || '文件';

const NO_VILLAGE: FieldProblem = {
  path: 'place',
  code: 'NOT_A_VILLAGE',
  text: { zh: '材料要放在一个村或社区。', en: 'Evidence belongs to a village or community.' },
};
const EMPTY: FieldProblem = {
  path: 'size',
  code: 'EMPTY',
  text: { zh: '这个文件是空的，请重新选一个。', en: 'This file is empty; choose another one.' },
};
const TOO_LARGE: FieldProblem = {
  path: 'size',
  code: 'TOO_LARGE',
  text: { zh: '这个文件超过 20 MB，请换小一点的。', en: 'This file is larger than 20 MB; choose a smaller one.' },
};
