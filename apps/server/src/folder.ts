/** Folders that a running server writes to. */
import { mkdirSync } from 'node:fs';
import { SetupError } from '@cunzhi/plugin';

/** The data folder, made when missing. @throws SetupError when it cannot be used. */
export function usableFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError(
      [`The data folder ${folder} cannot be used (${why}). Set CUNZHI_DATA to a folder that this account may write.`],
      { cause },
    );
  }
}
