/**
 * Members of one key together, in the order in which they came.
 *
 * (Map.groupBy would do it, but Node 20 does not have it yet.)
 */
export function groupedBy<T, K>(list: readonly T[], keyOf: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of list) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return groups;
}
