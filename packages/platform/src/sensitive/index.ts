/** The sensitive room: values of people that the database holds sealed, and the keys that it holds wrapped. */
export { openSensitive } from './door.ts';
export { openKeys, type SensitiveKeys } from './keys.ts';
