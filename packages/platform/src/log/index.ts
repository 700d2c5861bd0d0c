/** The log: one line of JSON an event, on standard error; never names, texts or amounts of people. */
import pino, { type Logger } from 'pino';

export type Log = Logger;

export function createLog(level: string): Log {
  return pino({ level, base: undefined }, pino.destination(2));
}
