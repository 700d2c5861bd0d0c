/**
 * Loaders: reads by key that are batched within one operation.
 *
 * A loader answers for every key, in any order; a key without a row gets the `missing` value.
 */
import type { ServiceContext } from './context.ts';

export interface Loader<K, V> {
  readonly missing: V;
  readonly batch: (ctx: ServiceContext, keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;
}

/** Declares a loader; read through `ctx.load(loader, key)`. Use `= any(keys)` inside, one statement for all. */
export function defineLoader<K, V>(loader: Loader<K, V>): Loader<K, V> {
  return loader;
}
