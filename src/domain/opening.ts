// The ledger's entry of a month for generations that have left for the archive.
import type { EntryKind } from './job.ts'
import { monthStartMs } from './month.ts'
import { timePart } from './new-id.ts'

export const OPENING = 'OPENING' satisfies EntryKind

/** Before every other entry of the month. */
export const openingIdOf = (month: string): string => `${timePart(monthStartMs(month))}${'0'.repeat(16)}.opening`
