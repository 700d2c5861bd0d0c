/**
 * Roots: what the chain of the seal had come to at a moment, signed, and kept outside of the database.
 *
 * Whoever owns the machine can drop triggers and write the chain anew; against a root that left the machine it shows.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

export interface Root {
  /** How many rows were sealed. */
  readonly seq: number;
  /** Of the last of them, in hex. */
  readonly chainHash: string;
}

export interface SignedRoot extends Root {
  readonly signedAt: string;
  /** Ed25519 over `rootMessage`, in base64. */
  readonly signature: string;
}

/** Keeps a root somewhere else: a folder, a second host, a mailbox. @throws when it was not kept. */
export type KeepRoot = (root: SignedRoot) => Promise<void>;

/** Signs and keeps a root; gives the instant in its signature. */
export type SignRoot = (root: Root) => Promise<Date>;

/** What is signed. `verify.mjs` has the same words. */
export const rootMessage = ({ seq, chainHash, signedAt }: Omit<SignedRoot, 'signature'>): Buffer =>
  Buffer.from(`cunzhi audit root\n${seq}\n${chainHash}\n${signedAt}\n`);

export const PUBLIC_KEY = 'audit-public-key.pem';

export interface RootSigner {
  readonly sign: SignRoot;
  readonly publicKey: KeyObject;
}

/**
 * @param keyFile the private key: made once, readable by this account only, outside of the database
 */
export function rootSigner({ keyFile, keep }: { readonly keyFile: string; readonly keep: KeepRoot }): RootSigner {
  if (!existsSync(keyFile)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  }
  const key = createPrivateKey(readFileSync(keyFile));
  return {
    publicKey: createPublicKey(key),
    async sign(root) {
      const at = new Date();
      const unsigned = { ...root, signedAt: at.toISOString() };
      await keep({ ...unsigned, signature: sign(null, rootMessage(unsigned), key).toString('base64') });
      return at;
    },
  };
}

/** Keeps roots in a folder, a file a day, one line each, on the disk before it returns; the public key lies beside them. */
export function keepInFolder(folder: string): KeepRoot {
  return async (root) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = await open(join(folder, `${root.signedAt.slice(0, 10)}.jsonl`), 'a', 0o600);
    try {
      await file.write(`${JSON.stringify(root)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  };
}

/** Puts the public key where the roots go, so that both leave the machine together. */
export function publishKey(folder: string, publicKey: KeyObject): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, PUBLIC_KEY), publicKey.export({ format: 'pem', type: 'spki' }));
}
