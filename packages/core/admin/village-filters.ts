/**
 * The filters of the village list, kept in the address, so that a list can be shared and the way back works.
 *
 * `after` is repeated, once for each page turned; a change of any other filter goes back to the first page.
 */
import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import type { VillageKind, VillagesVariables } from './operations.ts';

export interface VillageFilters {
  readonly search: string;
  readonly kind: VillageKind | '';
  /** The code of a county or township, or nothing. */
  readonly within: string;
  readonly after: readonly string[];
}

/** Reads the filters from the address; what makes no sense there is left out. */
export function readFilters(query: LocationQuery): VillageFilters {
  const kind = textOf(query.kind);
  const within = textOf(query.within);
  const after = Array.isArray(query.after) ? query.after : [query.after];
  return {
    search: textOf(query.search).slice(0, 50),
    kind: kind === 'VILLAGE' || kind === 'COMMUNITY' ? kind : '',
    within: /^\d{2,12}$/.test(within) ? within : '',
    after: after.flatMap((cursor) => cursor ?? []),
  };
}

/** The address of these filters: only what is set. */
export function writeFilters({ search, kind, within, after }: VillageFilters): LocationQueryRaw {
  return {
    ...(search.trim() && { search: search.trim() }),
    ...(kind && { kind }),
    ...(within && { within }),
    ...(after.length && { after: [...after] }),
  };
}

/** The filters as the server wants them. */
export function variablesOf({ search, kind, within, after }: VillageFilters, first: number): VillagesVariables {
  return {
    first,
    search: search || null,
    kind: kind || null,
    within: within || null,
    after: after[after.length - 1] ?? null,
  };
}

function textOf(value: LocationQuery[string] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
