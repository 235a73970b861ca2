// Looking a word up that somebody else has written. Every object answers to `constructor`, `toString` and `__proto__` as well:
// a table of ours must not. A test holds that tables by any word are read through here.

/** What the table itself has under this word. */
export const ownValue = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined => (Object.hasOwn(table, word) ? table[word] : undefined)
