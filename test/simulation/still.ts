// What was due before the run began has been done by its end, each of it once, and cost nobody anything.
import { eq } from 'drizzle-orm'
import { jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { STILL } from './callers.ts'
import { expiringId, lateId, toldId } from './due-rows.ts'
import { readAll } from './shards.ts'
import type { Run } from './simulate.ts'

export async function breachesOfStill(run: Run): Promise<readonly string[]> {
  const { due } = run.schedule
  const [jobRows, deliveryRows] = await readAll((database) => database.batch([
    database.select().from(jobs).where(eq(jobs.accountId, STILL.id)),
    database.select().from(webhookDeliveries).where(eq(webhookDeliveries.accountId, STILL.id)),
  ]))
  const breaches: string[] = []
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(sentence))
  claim(jobRows.length === 3 * due && deliveryRows.length === due, `of ${3 * due} jobs that were there before, ${jobRows.length} are left, and of ${due} deliveries ${deliveryRows.length}`)
  for (let number = 0; number < due; number += 1) {
    const of = (id: string) => jobRows.find((row) => row.id === id)
    const [expiring, told, late] = [of(expiringId(number)), of(toldId(number)), of(lateId(number))]
    claim(expiring?.status === 'COMPLETED' && expiring.expiredAtMs !== null && expiring.dueAtMs === null, `${expiringId(number)} has not expired`)
    const delivery = deliveryRows.find(({ jobId }) => jobId === told?.id)
    const isReceived = run.endpoints.received.some(({ id }) => id === delivery?.id)
    claim(delivery !== undefined && delivery.status !== 'PENDING' && (delivery.status !== 'DELIVERED' || isReceived), `${toldId(number)} was not told: ${delivery?.status}`)
    claim(late?.status === 'FAILED' && late.dueAtMs === null, `${lateId(number)} is ${late?.status} and due at ${late?.dueAtMs}`)
  }
  return breaches
}
