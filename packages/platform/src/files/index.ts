/**
 * Files by content: stored under their hash, so that a file cannot change under its record.
 *
 * A hash is not a right: files are handed out only through the record that refers to them.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { imageSizeFromFile } from 'image-size/fromFile';

export const FILE_SIZE_MOST = 20 * 1024 * 1024;
const PIXELS_MOST = 40_000_000;

export interface StoredFile {
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly size: number;
  readonly contentType: string;
}

export type FileRefusal = 'TOO_LARGE' | 'WRONG_TYPE' | 'EMPTY' | 'TOO_MANY_PIXELS';

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
  /** The hashes of files that were stored longer ago than this. */
  olderThan(ms: number): Promise<string[]>;
  remove(hash: string): Promise<void>;
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
        if (contentType.startsWith('image/')) await refuseBomb(part);
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
    async olderThan(ms) {
      const names = await readdir(folder, { recursive: true }).catch(() => []);
      const hashes = names.map((name) => basename(name)).filter((name) => /^[0-9a-f]{64}$/.test(name));
      const old = await Promise.all(
        hashes.map(async (hash) => {
          const found = await stat(pathOf(hash)).catch(() => undefined);
          return found && Date.now() - found.mtimeMs > ms ? [hash] : [];
        }),
      );
      return old.flat();
    },
    remove: (hash) => rm(pathOf(hash), { force: true }),
    read: (hash) =>
      /^[0-9a-f]{64}$/.test(hash) && existsSync(pathOf(hash)) ? createReadStream(pathOf(hash)) : undefined,
  };
}

/** A small file may unfold into a picture that no phone can hold. */
async function refuseBomb(path: string): Promise<void> {
  const size = await imageSizeFromFile(path).catch(() => undefined);
  if (!size) throw new FileRefusedError('WRONG_TYPE');
  if (size.width * size.height > PIXELS_MOST) throw new FileRefusedError('TOO_MANY_PIXELS');
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => {}); // some file systems cannot sync a folder; the file itself is on the disk
  await handle.close();
}

/** The type by content, from the first bytes: what a file calls itself is not believed. */
export function typeOf(head: Uint8Array): string | undefined {
  const ascii = Buffer.from(head.subarray(0, 12)).toString('latin1');
  if (ascii.startsWith('\x89PNG\r\n')) return 'image/png';
  if (ascii.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (ascii.startsWith('RIFF') && ascii.endsWith('WEBP')) return 'image/webp';
  if (ascii.startsWith('%PDF-')) return 'application/pdf';
  return undefined;
}
