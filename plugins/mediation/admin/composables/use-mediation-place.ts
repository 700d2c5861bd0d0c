/**
 * The place whose cases somebody follows: the widest grant that shows mediation, or `?within=` inside it.
 *
 * Which cases come back is the server's decision; this only chooses where to look first.
 */
import { useRoute, useSession } from '@cunzhi/admin';
import { computed } from 'vue';

const roles = ['county', 'justice', 'inspector', 'mediator', 'chair', 'clerk', 'gridWorker', 'referrer'];

export function useMediationPlace() {
  const route = useRoute();
  const session = useSession();
  const place = computed(() => {
    const places = roles.flatMap((role) => session.grantsOf(role).flatMap((grant) => grant.place ?? []));
    return [...places].sort((a, b) => a.code.length - b.code.length)[0] ?? null;
  });
  const within = computed(() => {
    const own = place.value?.code ?? '';
    const asked = typeof route.query.within === 'string' ? route.query.within : '';
    return asked.startsWith(own) && asked !== '' ? asked : own;
  });
  /** Where this person handles cases: the grant as member of a committee. */
  const handled = computed(() => session.grantsOf('mediator').flatMap((grant) => grant.place ?? []));

  return { place, within, handled };
}
