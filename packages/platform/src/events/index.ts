/** The events room: the log, its follower, and one bounded queue for each reader. */
export * from './hub.ts';
export { writeEvent } from './log.ts';
export { SlowReaderError } from './queue.ts';
