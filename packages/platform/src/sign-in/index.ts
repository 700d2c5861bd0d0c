/** The sign-in room: who somebody is, how well that was proved, and for how long it holds. */
export type { Activations } from './activate.ts';
export { prefixOf, readTrustedProxies, type TrustedProxies } from './address.ts';
export { createAuth, type Auth } from './auth.ts';
export type { SignInAct } from './book.ts';
export { loadPasswordPreset, type PasswordPreset } from './password-preset.ts';
export { readProviders, type KnownProvider } from './providers.ts';
export { isReturn } from './router.ts';
export type { From } from './router.ts';
export type { SignedInEvent } from './step.ts';
export { startWatch, type GrantsOf } from './watch.ts';
