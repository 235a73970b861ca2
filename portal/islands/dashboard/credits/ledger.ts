// The ledger as people read it: a generation's charge and what came back of it are one line.

export const ENTRY_KINDS = ['CHARGE', 'REFUND', 'GRANT', 'TOP_UP', 'ADJUSTMENT', 'OPENING'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

export interface Entry {
  readonly id: string
  readonly kind: EntryKind
  readonly amount: number
  readonly generationId: string | null
  readonly createdAt: string
}

export interface LedgerLine {
  readonly key: string
  /** When it last changed. */
  readonly at: string
  readonly kind: EntryKind
  readonly generationId: string | null
  /** Negative. Undefined: none, or it stands further down than was read. */
  readonly taken: number | undefined
  readonly back: number | undefined
  readonly net: number
}

/** @param entries newest first: each line stands where its latest entry does */
export function pairedLines(entries: readonly Entry[]): readonly LedgerLine[] {
  const lines = new Map<string, LedgerLine>()
  for (const { id, kind, amount, generationId, createdAt } of entries) {
    const key = generationId ?? id
    const line = lines.get(key) ?? { key, at: createdAt, kind, generationId, taken: undefined, back: undefined, net: 0 }
    lines.set(key, { ...line, ...(amount < 0 ? { taken: (line.taken ?? 0) + amount } : { back: (line.back ?? 0) + amount }), net: line.net + amount })
  }
  return [...lines.values()]
}
