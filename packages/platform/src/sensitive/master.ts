/**
 * The outer key: 32 bytes in a file outside of the database, which wraps all keys that lie in it.
 *
 * One law: a backup of the database without this file reads nothing, and neither does a server with another file.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SetupError } from '@cunzhi/plugin';

export interface MasterKey {
  readonly file: string;
  wrap(key: Buffer, name: string): Buffer;
  /** @throws Error when it was wrapped by another key, or under another name. */
  unwrap(wrapped: Buffer, name: string): Buffer;
  /** Another key of 32 bytes that follows from this one. */
  derive(name: string): Buffer;
}

/** Reads the file; undefined when there is none. @throws SetupError when it holds no key. */
export function readMasterKey(file: string): MasterKey | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8').trim();
  if (/^[0-9a-f]{64}$/.test(text)) return masterKey(file, Buffer.from(text, 'hex'));
  throw new SetupError([
    `The file ${file} holds no key: it must be 64 hexadecimal digits. Put the kept copy there, or set CUNZHI_KEY to where it lies.`,
  ]);
}

/** Makes the file with a new key, readable by this account only. @throws Error when it is there already. */
export function makeMasterKey(file: string): MasterKey {
  const key = randomBytes(32);
  writeFileSync(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return masterKey(file, key);
}

function masterKey(file: string, master: Buffer): MasterKey {
  const derive = (name: string) => Buffer.from(hkdfSync('sha256', master, '', `cunzhi ${name}`, 32));
  const wrapping = derive('wrap');
  return {
    file,
    derive,
    wrap(key, name) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', wrapping, nonce).setAAD(Buffer.from(name));
      return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap(wrapped, name) {
      const decipher = createDecipheriv('aes-256-gcm', wrapping, wrapped.subarray(0, 12), { authTagLength: 16 })
        .setAAD(Buffer.from(name))
        .setAuthTag(wrapped.subarray(-16));
      return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
    },
  };
}
