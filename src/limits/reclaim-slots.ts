// Frees the slots that a crash left leased: of jobs that are over, and of requests that died before they made a job.
// Asked only when all slots are taken, so that whoever has room pays nothing for it.
import { OPEN_STATUSES, selectStatuses } from '../store/jobs.ts'
import type { HeldSlot, WithGate } from './gate.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

/** No request is still about to make its job so long after it was admitted. */
const UNMADE_AFTER_MS = 120_000

/** @returns true when a slot came free */
export async function reclaimSlots(needs: WithClock & WithDatabase & WithGate, accountId: string, held: readonly HeldSlot[]): Promise<boolean> {
  const nowMs = needs.now()
  const ids = held.map(({ jobId }) => jobId)
  const [rows] = await needs.database.batch([selectStatuses(needs.database, accountId, ids)])
  const statuses = new Map(rows.map(({ id, status }) => [id, status]))
  const over = ids.filter((id) => statuses.has(id) && !OPEN_STATUSES.some((open) => open === statuses.get(id)))
  const unmade = held
    .filter(({ jobId, admittedAtMs }) => !statuses.has(jobId) && nowMs - admittedAtMs >= UNMADE_AFTER_MS)
    .map(({ jobId }) => jobId)
  const gate = needs.gate(accountId)
  if (over.length > 0) await gate.release({ jobIds: over })
  if (unmade.length > 0) await gate.giveBack({ jobIds: unmade, nowMs })
  return over.length + unmade.length > 0
}
