/**
 * Sealing one value: AES-256-GCM, with the place of the value as authenticated data.
 *
 * One law: a sealed text can be read at its own place only; in another row or column, or under another version, it is noise.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { getTableConfig, type PgColumn } from 'drizzle-orm/pg-core';
import type { SealedAt, SensitiveKind } from '@cunzhi/plugin';
import type { DataKey } from './keys.ts';

const FORM = /^v1\.([0-9]{1,9})\.([A-Za-z0-9_-]{38,})$/;

/** The county of a place: the first six digits. @throws Error for a place that is none or lies above the counties. */
export function countyOf(placeCode: string): string {
  if (/^[0-9]{6,12}$/.test(placeCode)) return placeCode.slice(0, 6);
  throw new Error('A sensitive value belongs to a county: its row needs a place code of six digits or more.');
}

/** `v1.<version>.<nonce, text and tag in base64url>`. */
export function sealText({ version, key }: DataKey, at: SealedAt, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(placeOf(at, version));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${version}.${sealed.toString('base64url')}`;
}

/** Which key a sealed text needs. @throws Error when it is no sealed text. */
export function versionOf(sealed: string): number {
  const version = FORM.exec(sealed)?.[1];
  if (version === undefined) throw new Error('This is no sealed text.');
  return Number(version);
}

/** @throws Error when it was sealed for another place, with another key, or was changed. */
export function openText({ version, key }: DataKey, at: SealedAt, sealed: string): string {
  const bytes = Buffer.from(FORM.exec(sealed)?.[2] ?? '', 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    .setAAD(placeOf(at, version))
    .setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    throw new Error(`A sealed text in ${nameOf(at.column)} was not made for its row, or was changed.`);
  }
}

/** HMAC-SHA256 in base64url. */
export const searchHash = ({ key }: DataKey, kind: SensitiveKind, text: string): string =>
  createHmac('sha256', key).update(`${kind} ${text}`).digest('base64url');

const placeOf = ({ column, row }: SealedAt, version: number): Buffer =>
  Buffer.from(JSON.stringify(['cunzhi', nameOf(column), row.id.toLowerCase(), version]));

/** `plugin_mediation.case_party.phone`. */
export function nameOf(column: PgColumn): string {
  const { schema = 'public', name } = getTableConfig(column.table);
  return `${schema}.${name}.${column.name}`;
}
