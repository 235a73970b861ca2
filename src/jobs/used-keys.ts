// Which idempotency keys this isolate has seen used. Who repeats one is looked for at once, before anything is chosen or admitted for a
// new generation. It is a hint: what it forgot is found by the batch that would make it, and being wrong costs a read.
import { keepRecent } from '../domain/keep-recent.ts'

export interface UsedKeys {
  readonly has: (accountId: string, key: string) => boolean
  readonly note: (accountId: string, key: string) => void
}

export function usedKeys(): UsedKeys {
  const kept = new Map<string, true>()
  return {
    has: (accountId, key) => kept.has(`${accountId} ${key}`),
    note: (accountId, key) => keepRecent(kept, `${accountId} ${key}`, true),
  }
}

export interface WithUsedKeys {
  readonly usedKeys: UsedKeys
}
