/** The schema room: the builder, the rule of every field, the operation that carries it out. */
export { blameOwners } from './blame.ts';
export * from './build.ts';
export * from './desk.ts';
export { forgetWrites, keepForgetting } from './forget-writes.ts';
export * from './operation.ts';
export * from './budget.ts';
export * from './walk.ts';
