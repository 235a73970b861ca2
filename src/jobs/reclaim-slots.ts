// Frees the slots that a crash left leased: of jobs that are over, and of requests that died before they made a job. Asked
// only when all slots are taken, so that whoever has room pays nothing for it.
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'
import { OPEN_STATUSES, selectStatuses } from '../store/jobs.ts'
import { UNMADE_AFTER_MS } from './begin-jobs.ts'
import type { Called, HeldSlot, WithSlots } from './slots.ts'

export interface Reclaimed extends Called {
  /** How many there were. */
  readonly count: number
}

/** @param held who has a slot, or waits for one */
export async function reclaimSlots(needs: WithClock & WithDatabase & WithSlots, accountId: string, held: readonly HeldSlot[]): Promise<Reclaimed> {
  const nowMs = needs.now()
  const ids = held.map(({ jobId }) => jobId)
  const [rows] = await needs.database.batch([selectStatuses(needs.database, accountId, ids)])
  const statuses = new Map(rows.map(({ id, status }) => [id, status]))
  const over = ids.filter((id) => statuses.has(id) && !OPEN_STATUSES.some((open) => open === statuses.get(id)))
  const unmade = held
    .filter(({ jobId, admittedAtMs }) => !statuses.has(jobId) && nowMs - admittedAtMs >= UNMADE_AFTER_MS)
    .map(({ jobId }) => jobId)
  const gate = needs.gate(accountId)
  const released = over.length > 0 ? await gate.release({ jobIds: over, nowMs }) : undefined
  const givenBack = unmade.length > 0 ? await gate.giveBack({ jobIds: unmade, nowMs }) : undefined
  return { count: over.length + unmade.length, next: [...(released?.next ?? []), ...(givenBack?.next ?? [])] }
}
