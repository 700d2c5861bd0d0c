/** The access room: who asks, and what they may do where. */
export * from './actor.ts';
export * from './decide.ts';
