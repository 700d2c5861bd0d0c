/** The part of the contract that is data: what the build needs to read an admin entry without fetching any component. */
export { defineAdmin } from './plugin.ts';
export type { AdminPlugin, Messages } from './plugin.ts';
export { slotNames } from './slots.ts';
