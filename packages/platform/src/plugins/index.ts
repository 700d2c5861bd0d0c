/** The plugins room: the state of each plugin and the book of its faults. Only facts; the host decides. */
export * from './faults.ts';
export * from './refused.ts';
export * from './states.ts';
