/**
 * The round that a township works in, with its villages, kept fresh by the round's signals.
 *
 * Of several rounds the latest year counts, and in it one that is open before one that is not.
 */
import { useLive, useQuery, useSession } from '@cunzhi/admin';
import { computed, type Ref } from 'vue';
import type { AssessmentState, RoundState } from '../evaluation.model.ts';
import { roundProgress, roundsQuery, villageRowsQuery, type RoundCard } from '../rounds.operations.ts';

const order: readonly RoundState[] = ['OPEN', 'SCORING', 'CHECKING', 'NOTICED', 'DETERMINED', 'CLOSED', 'DRAFT'];

/** The round to work in, if there is one. */
export function currentRound(rounds: readonly RoundCard[]): RoundCard | null {
  const live = rounds.filter((round) => round.state !== 'CANCELLED');
  const latest = Math.max(...live.map((round) => round.year));
  const ofYear = live.filter((round) => round.year === latest);
  return [...ofYear].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0] ?? null;
}

export function useTownshipRound(state?: Readonly<Ref<AssessmentState | null>>) {
  const session = useSession();
  const within = computed(() => {
    const grants = ['inspector', 'justice', 'county', 'city'].flatMap((role) => session.grantsOf(role));
    return grants[0]?.place?.code ?? null;
  });
  const rounds = useQuery({ query: roundsQuery, variables: () => ({ within: within.value, first: 20 }) });
  const round = computed(() => currentRound(rounds.data.value?.rounds.nodes ?? []));
  const villages = useQuery({
    query: villageRowsQuery,
    variables: () => ({
      round: round.value?.id ?? '',
      within: within.value,
      state: state?.value ?? null,
      first: 100,
      after: null,
    }),
    pause: () => round.value === null,
  });
  const live = useLive({
    subscription: roundProgress,
    variables: () => ({ id: round.value?.id ?? '' }),
    after: computed(() => round.value?.progress.cursor),
    onEvent: () => {
      rounds.refetch();
      villages.refetch();
    },
    refetch: villages.refetch,
  });

  return { within, rounds, round, villages, live };
}
