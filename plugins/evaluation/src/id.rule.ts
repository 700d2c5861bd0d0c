/** Ids are random UUIDs; whatever has another form names nothing. */
import { NotFoundError } from '@cunzhi/plugin';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isId = (text: string): boolean => ID.test(text);

/** @throws NotFoundError for a text that cannot be an id. */
export function asId(text: string): string {
  if (!isId(text)) throw new NotFoundError();
  return text;
}
