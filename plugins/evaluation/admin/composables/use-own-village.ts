/**
 * The village that somebody answers for: from the grant as clerk or chair, or `?village=` for who types for several.
 *
 * Standard and year come from the address too, so that a link always opens the same page.
 */
import { useRoute, useSession } from '@cunzhi/admin';
import { computed } from 'vue';
import { ratedYear } from '../answers/progress.ts';

export const ratedStandard = 'huzhou-mzfz';

const one = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function useOwnVillage() {
  const route = useRoute();
  const session = useSession();

  const villages = computed(() => {
    const places = ['chair', 'clerk'].flatMap((role) => session.grantsOf(role).flatMap(({ place }) => place ?? []));
    return [...new Map(places.map((place) => [place.code, place])).values()];
  });
  const village = computed(() => one(route.query.village) ?? villages.value[0]?.code ?? '');
  const year = computed(() => Number(one(route.query.year) ?? ratedYear(new Date())));
  const variables = () => ({ village: village.value, standard: ratedStandard, year: year.value });
  /** What a link inside the answering pages carries on. */
  const carried = computed(() => {
    const { village: named, year: rated } = route.query;
    return { ...(named ? { village: named } : {}), ...(rated ? { year: rated } : {}) };
  });

  return { villages, village, year, variables, carried };
}
