/**
 * GET /files/<id> hands a file out to whoever may see its record. How files come in is in `uploads.ts`.
 */
import type { ServerResponse } from 'node:http';
import { NotFoundError } from '@cunzhi/plugin';
import type { FileStore } from '../files/index.ts';
import type { Operation } from '../schema/index.ts';
import type { FileRecords } from './uploads.ts';

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

function send(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
