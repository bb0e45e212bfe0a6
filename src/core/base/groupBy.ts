/**
 * Groups items under the keys that `keyOf` gives them; keys and items keep their order. `Map.groupBy` does the same from
 * Node 21 on; the command line runs on Node 20 too.
 */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
