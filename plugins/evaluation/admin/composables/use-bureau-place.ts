/** The area of a bureau: the place of the grant as county or city. */
import { useSession } from '@cunzhi/admin';
import { computed } from 'vue';

export function useBureauPlace() {
  const session = useSession();
  const place = computed(() => {
    const grants = ['county', 'city'].flatMap((role) => session.grantsOf(role));
    return grants[0]?.place ?? null;
  });
  return { place, within: computed(() => place.value?.code ?? null) };
}
