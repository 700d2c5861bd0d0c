/** The events room: the catalogue, the log, guards, its follower, and one bounded queue for each reader. */
export * from './catalogue.ts';
export * from './guards.ts';
export * from './hub.ts';
export { beginEpoch, endOfLog, floorOfLog, isLogAhead, readEvents, writeEvent } from './log.ts';
export { SlowReaderError } from './queue.ts';
