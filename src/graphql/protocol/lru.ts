// A map that keeps the most recently used, as many as its budget of characters has room for.
export interface Lru<Value> {
  readonly get: (key: string) => Value | undefined
  readonly set: (key: string, value: Value) => void
  /** Of all that is kept. */
  readonly characters: () => number
}

export interface LruLimits<Value> {
  readonly mostKept: number
  readonly mostCharacters: number
  readonly charactersOf: (key: string, value: Value) => number
}

export function createLru<Value>({ mostKept, mostCharacters, charactersOf }: LruLimits<Value>): Lru<Value> {
  const kept = new Map<string, Value>()
  let characters = 0
  const remove = (key: string): void => {
    const value = kept.get(key)
    if (value === undefined) return
    characters -= charactersOf(key, value)
    kept.delete(key)
  }
  const set = (key: string, value: Value): void => {
    remove(key)
    kept.set(key, value)
    characters += charactersOf(key, value)
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept && characters <= mostCharacters) break
      remove(oldest)
    }
  }
  return {
    get: (key) => {
      const value = kept.get(key)
      if (value !== undefined) set(key, value)
      return value
    },
    set,
    characters: () => characters,
  }
}
