/**
 * Files come in by the tus protocol: in pieces that survive a lost connection, each with the ticket of the person who sends.
 *
 * The type is known by the first bytes and refused then; the record is written when all bytes are on the disk under their hash.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { ServiceContext } from '@cunzhi/plugin';
import { FILE_SIZE_MOST, FileRefusedError, typeOf, type FileStore as Store, type StoredFile } from '../files/index.ts';
import type { Operation } from '../schema/index.ts';
import { headersOf } from './request.ts';

/** Leave to send one file; another person's is not there. */
export interface UploadTicket {
  readonly id: string;
  readonly size: number;
  readonly startedAt: Date | null;
  readonly doneAt: Date | null;
}

/** The tickets and records behind the files; the core plugin fills this. */
export interface FileRecords {
  ticket(ctx: ServiceContext, id: string): Promise<UploadTicket | undefined>;
  begin(ctx: ServiceContext, id: string): Promise<boolean>;
  add(ctx: ServiceContext, id: string, file: StoredFile): Promise<void>;
  find(ctx: ServiceContext, id: string): Promise<(StoredFile & { name: string }) | undefined>;
  inUse(ctx: ServiceContext, hashes: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface UploadOptions {
  readonly folder: string;
  readonly store: Store;
  readonly records: FileRecords;
  readonly operationFor: (headers: Headers) => Promise<Operation>;
  readonly asSystem: <T>(work: (ctx: ServiceContext) => Promise<T>) => Promise<T>;
}

export interface Uploads {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Removes what was begun more than a day ago, and files that no record has referred to for seven days. */
  sweep(): Promise<void>;
}

export const UPLOADS = '/files/uploads';
const KEPT_MS = 24 * 3600 * 1000;
const WITHOUT_RECORD_MS = 7 * KEPT_MS;
const refusal = (status_code: number, body: string) => ({ status_code, body });
const NOT_FOUND = refusal(404, 'NOT_FOUND');
const STATUS = { TOO_LARGE: 413, WRONG_TYPE: 415, EMPTY: 400, TOO_MANY_PIXELS: 413 } as const;

export function receiveUploads({ folder, store, records, operationFor, asSystem }: UploadOptions): Uploads {
  const parts = new CheckedParts({ directory: join(folder, 'incoming') });

  /** Runs work in one transaction of whoever sent these headers. */
  const as = async <T>(headers: Headers, work: (ctx: ServiceContext) => Promise<T>): Promise<T> => {
    const operation = await operationFor(headers);
    if (!operation.actor) throw NOT_FOUND;
    try {
      return await operation.act(() => work(operation.service()));
    } finally {
      await operation.close();
    }
  };

  const isTheirs = async (headers: Headers, id: string): Promise<boolean> =>
    Boolean(
      await as(headers, (ctx) => records.ticket(ctx, id)).catch((error: unknown) => {
        if (error !== NOT_FOUND) throw error;
      }),
    );

  const server = new Server({
    path: UPLOADS,
    datastore: parts,
    maxSize: FILE_SIZE_MOST,
    relativeLocation: true,
    allowedOrigins: () => false,
    disableTerminationForFinishedUploads: true,
    namingFunction: (_request, metadata) => {
      const ticket = metadata?.['ticket'];
      if (!ticket) throw NOT_FOUND;
      return ticket;
    },
    onUploadCreate: async ({ headers }, { id, size }) => {
      const isOurs = await as(headers, async (ctx) => {
        const ticket = await records.ticket(ctx, id);
        if (!ticket) throw NOT_FOUND;
        return ticket.size === size && (await records.begin(ctx, id));
      });
      if (!isOurs) throw refusal(409, 'TICKET_USED');
      return {};
    },
    onUploadFinish: async ({ headers }, { id }) => {
      const stored = await store.put(parts.read(id)).catch(async (error: unknown) => {
        await parts.remove(id);
        throw error instanceof FileRefusedError ? refusal(STATUS[error.refusal], error.refusal) : error;
      });
      await as(headers, (ctx) => records.add(ctx, id, stored));
      return {};
    },
    onResponseError: (_request, error) =>
      'status_code' in error && error.status_code < 500 ? undefined : refusal(500, 'INTERNAL'),
  });

  return {
    handle: async (request, response) => {
      if (request.method === 'OPTIONS' || request.method === 'GET') return void response.writeHead(405).end();
      const ticket = request.method === 'POST' ? undefined : (request.url?.split('/').at(-1) ?? '');
      if (ticket !== undefined && !(await isTheirs(headersOf(request), ticket))) {
        await finished(request.resume()); // an answer before the body has come would reach nobody
        return void response.writeHead(404).end(NOT_FOUND.body);
      }
      await server.handle(request, response);
    },
    async sweep() {
      for (const name of await readdir(join(folder, 'incoming')).catch(() => [])) {
        const path = join(folder, 'incoming', name);
        const found = await stat(path).catch(() => undefined);
        if (found && Date.now() - found.mtimeMs > KEPT_MS) await rm(path, { force: true });
      }
      const old = await store.olderThan(WITHOUT_RECORD_MS);
      const used = old.length > 0 ? await asSystem((ctx) => records.inUse(ctx, old)) : new Set<string>();
      for (const hash of old) if (!used.has(hash)) await store.remove(hash);
    },
  };
}

/** Parts on the disk whose first bytes are those of a type that is taken; else nothing is kept of them. */
class CheckedParts extends FileStore {
  override async write(content: Readable, id: string, offset: number): Promise<number> {
    if (offset > 0) return super.write(content, id, offset);
    let isTaken: boolean | undefined;
    const checked = Readable.from(
      (async function* () {
        for await (const chunk of content as AsyncIterable<Buffer>) {
          isTaken ??= typeOf(chunk) !== undefined;
          if (isTaken) yield chunk; // else the rest comes, so that the answer is heard, and goes nowhere
        }
      })(),
    );
    const written = await super.write(checked, id, offset);
    if (isTaken !== false) return written;
    await this.remove(id);
    throw refusal(STATUS.WRONG_TYPE, 'WRONG_TYPE');
  }
}
