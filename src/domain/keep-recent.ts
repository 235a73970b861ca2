// What an isolate remembers has a bound: the oldest goes for the newest. A plain map and no lru-cache: that is loaded with GraphQL alone,
// and a look would renew what only being put there anew may.

/** As many of anything that is small. */
export const MOST_KEPT = 5000

/** Puts it last. @param most of them are kept */
export function keepRecent<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value, most = MOST_KEPT): void {
  kept.delete(key)
  const oldest = kept.keys().next()
  if (kept.size >= most && !oldest.done) kept.delete(oldest.value)
  kept.set(key, value)
}
