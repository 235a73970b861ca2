// A generation in the list of what has left the database, which its owner is linked: what it was and cost, and when. All else is told by
// `generation(id)`.
import { isoTime } from '../domain/times.ts'
import type { ArchivedGeneration } from './archive-chunk.ts'
import { currentRoute } from './schedule.ts'

export const listedGeneration = ({ id, job }: Pick<ArchivedGeneration, 'id' | 'job'>) => ({
  id, status: job.status, type: job.type, provider: currentRoute(job).provider, model: currentRoute(job).model, creditCost: job.cost, refundedCredits: job.refunded,
  createdAt: isoTime(job.createdAtMs), completedAt: isoTime(job.completedAtMs),
})
