/**
 * The signature of a webhook: `v1=<hex HMAC-SHA256 of "<timestamp>.<body>">`, over the bytes that are sent.
 *
 * The time is part of what is signed, so that an old message cannot be sent again as a new one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export function sign(secret: string, timestamp: number, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

export interface SignedMessage {
  readonly secret: string;
  /** The header `cunzhi-signature`. */
  readonly signature: string;
  /** The header `cunzhi-timestamp`, in seconds. */
  readonly timestamp: string;
  /** The body, byte for byte. */
  readonly body: string;
  readonly now?: Date;
}

const TOLERANCE_S = 5 * 60;

/** For receivers: true when whoever knows the secret sent exactly this body, within the last five minutes. */
export function verifySignature({ secret, signature, timestamp, body, now = new Date() }: SignedMessage): boolean {
  const seconds = Number(timestamp);
  if (!Number.isInteger(seconds) || Math.abs(now.getTime() / 1000 - seconds) > TOLERANCE_S) return false;
  const [expected, given] = [Buffer.from(sign(secret, seconds, body)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
