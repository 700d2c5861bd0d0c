/**
 * Files by content: stored under their hash, so that a file cannot change under its record.
 *
 * A hash is not a right: files are handed out only through the record that refers to them.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const FILE_SIZE_MOST = 20 * 1024 * 1024;

export interface StoredFile {
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly size: number;
  readonly contentType: string;
}

export type FileRefusal = 'TOO_LARGE' | 'WRONG_TYPE' | 'EMPTY';

export class FileRefusedError extends Error {
  readonly refusal: FileRefusal;
  constructor(refusal: FileRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** Where files are kept; an S3-compatible store fits the same three functions. */
export interface FileStore {
  /** @throws FileRefusedError when the content is too large, empty or of a type that is not taken; nothing is kept then. */
  put(content: AsyncIterable<Uint8Array>): Promise<StoredFile>;
  read(hash: string): ReadStream | undefined;
}

/** Files on the local disk; a row is written only after file and folder are on the disk. */
export function localFileStore(folder: string): FileStore {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  return {
    async put(content) {
      const part = join(folder, 'incoming', randomUUID());
      await mkdir(dirname(part), { recursive: true });
      const hash = createHash('sha256');
      const handle = await open(part, 'wx');
      let size = 0;
      let contentType: string | undefined;
      try {
        for await (const chunk of content) {
          contentType ??= size === 0 ? typeOf(chunk) : undefined;
          size += chunk.length;
          if (size > FILE_SIZE_MOST) throw new FileRefusedError('TOO_LARGE');
          if (!contentType) throw new FileRefusedError('WRONG_TYPE');
          hash.update(chunk);
          await handle.write(chunk);
        }
        if (!contentType) throw new FileRefusedError('EMPTY');
        await handle.sync();
      } catch (error) {
        await handle.close();
        await rm(part, { force: true });
        throw error;
      }
      await handle.close();
      const digest = hash.digest('hex');
      await mkdir(dirname(pathOf(digest)), { recursive: true });
      await rename(part, pathOf(digest));
      await syncFolder(dirname(pathOf(digest)));
      return { hash: digest, size, contentType };
    },
    read: (hash) =>
      /^[0-9a-f]{64}$/.test(hash) && existsSync(pathOf(hash)) ? createReadStream(pathOf(hash)) : undefined,
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => {}); // some file systems cannot sync a folder; the file itself is on the disk
  await handle.close();
}

/** The type by content, from the first bytes: what a file calls itself is not believed. */
function typeOf(head: Uint8Array): string | undefined {
  const ascii = Buffer.from(head.subarray(0, 12)).toString('latin1');
  if (ascii.startsWith('\x89PNG\r\n')) return 'image/png';
  if (ascii.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (ascii.startsWith('RIFF') && ascii.endsWith('WEBP')) return 'image/webp';
  if (ascii.startsWith('%PDF-')) return 'application/pdf';
  return undefined;
}
