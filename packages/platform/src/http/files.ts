/**
 * POST /files takes one file as evidence of a place; GET /files/<id> hands it out to whoever may see its record.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NotFoundError, type ServiceContext } from '@cunzhi/plugin';
import { FileRefusedError, type FileStore, type StoredFile } from '../files/index.ts';
import type { Operation } from '../schema/index.ts';

/** The records that refer to files; the core plugin fills this. */
export interface FileRecords {
  /** @throws NotFoundError when the actor may not add files at this place. */
  check(ctx: ServiceContext, placeCode: string): void;
  add(ctx: ServiceContext, file: StoredFile & { name: string; placeCode: string }): Promise<{ id: string }>;
  find(ctx: ServiceContext, id: string): Promise<(StoredFile & { name: string }) | undefined>;
}

const REFUSALS = {
  TOO_LARGE: [413, '这个文件超过 20 MB，没有加进来。别的都在。请换小一点的。'],
  WRONG_TYPE: [415, '这个文件打不开：只收照片（JPEG、PNG、WebP）和 PDF，没有加进来。别的都在。'],
  EMPTY: [400, '这个文件是空的，没有加进来。请重新选一个。'],
} as const;

export async function receiveFile(
  request: IncomingMessage,
  response: ServerResponse,
  operation: Operation,
  store: FileStore,
  records: FileRecords,
): Promise<void> {
  const query = new URL(request.url ?? '', 'http://host').searchParams;
  const placeCode = query.get('place') ?? '';
  const name =
    (query.get('name') ?? '')
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}/\\]/gu, '')
      .slice(0, 120) || '文件';
  try {
    records.check(operation.service(), placeCode);
    const stored = await store.put(request as AsyncIterable<Uint8Array>);
    const added = (await operation.mutate({
      field: 'files', input: {}, replay: undefined, work: () => records.add(operation.service(), { ...stored, name, placeCode }),
    })) as { id: string }; // prettier-ignore
    send(response, 201, { id: added.id, name, size: stored.size, contentType: stored.contentType });
  } catch (error) {
    if (error instanceof FileRefusedError) {
      const [status, sentence] = REFUSALS[error.refusal];
      return refuse(request, response, status, sentence);
    }
    if (error instanceof NotFoundError) return refuse(request, response, 404, error.text[operation.locale]);
    throw error;
  } finally {
    await operation.close();
  }
}

export async function sendFile(
  id: string,
  response: ServerResponse,
  operation: Operation,
  store: FileStore,
  records: FileRecords,
): Promise<void> {
  try {
    if (!operation.actor) return send(response, 404, { error: new NotFoundError().text[operation.locale] });
    await operation.open();
    const file = await records.find(operation.service(), id);
    const content = file && store.read(file.hash);
    if (!file || !content) return send(response, 404, { error: new NotFoundError().text[operation.locale] });
    const isPicture = file.contentType.startsWith('image/');
    response.writeHead(200, {
      'content-type': file.contentType,
      'content-length': file.size,
      'content-disposition': `${isPicture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    content.pipe(response);
  } finally {
    await operation.close();
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, error: string): void {
  response.once('finish', () => request.destroy()); // the rest of the file is not wanted
  send(response, status, { error });
}

function send(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
