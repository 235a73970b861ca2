// What happened to a generation, in its order, from the rows there are. Nothing of an upstream's words, ids or hosts is in it.
import { modelById } from '../catalog/catalog.ts'
import { providerName } from '../catalog/provider-names.ts'
import type { Language, Sentence } from '../domain/errors.ts'
import { isoTime } from '../domain/times.ts'
import { deliveryIdOf, EVENT_OF } from '../store/settlements.ts'
import { selectAttempts, selectDeliveriesOf, selectEntries } from '../store/stories.ts'
import type { ViewedJob } from '../store/tables.ts'
import { readArchived } from './archived.ts'
import type { ReadArchivedNeeds } from './archived.ts'
import type { ArchivedGeneration } from './archive-chunk.ts'
import { currentRoute } from './schedule.ts'

export const STORY_KINDS = ['ACCEPTED', 'CHARGED', 'WAITED', 'SUBMITTED', 'REFUSED', 'UNCERTAIN', 'POLLED', 'STORED', 'COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED', 'WEBHOOK', 'EXPIRED'] as const
export type StoryKind = (typeof STORY_KINDS)[number]

export interface StoryEvent {
  readonly at: string
  readonly kind: StoryKind
  /** For people, in the caller's language. */
  readonly detail: string
}

interface Told {
  readonly atMs: number
  readonly kind: StoryKind
  readonly values?: Readonly<Record<string, string | number>>
}

const WORDS: Readonly<Record<StoryKind, Sentence>> = {
  ACCEPTED: { en: 'Accepted for {provider}, {model}.', hi: '{provider}, {model} के लिए स्वीकार हुई।' },
  CHARGED: { en: '{credits} credits charged.', hi: '{credits} क्रेडिट लिए गए।' },
  WAITED: { en: 'Waited {seconds} s for a free slot.', hi: 'खाली slot के लिए {seconds} सेकंड इंतज़ार किया।' },
  SUBMITTED: { en: '{provider} accepted it as {model}.', hi: '{provider} ने इसे {model} से बनाना स्वीकार किया।' },
  REFUSED: { en: '{provider} did not make it as {model}.', hi: '{provider} ने इसे {model} से नहीं बनाया।' },
  UNCERTAIN: { en: '{provider} gave no answer that tells whether it accepted it.', hi: '{provider} के जवाब से पता नहीं चला कि उसने इसे स्वीकार किया या नहीं।' },
  POLLED: { en: 'Asked {polls} times whether it was done.', hi: '{polls} बार पूछा गया कि यह तैयार है या नहीं।' },
  STORED: { en: '{files} files stored, {bytes} bytes.', hi: '{files} फ़ाइलें सहेजी गईं, {bytes} bytes।' },
  COMPLETED: { en: 'Completed.', hi: 'पूरी हुई।' },
  FAILED: { en: 'Failed: {reason}.', hi: 'असफल रही: {reason}।' },
  CANCELLED: { en: 'Cancelled.', hi: 'रद्द हुई।' },
  REFUNDED: { en: '{credits} credits given back.', hi: '{credits} क्रेडिट वापस हुए।' },
  WEBHOOK: { en: 'Webhook {status} after {attempts} attempts.', hi: 'Webhook {attempts} प्रयासों के बाद {status}।' },
  EXPIRED: { en: 'The files were deleted.', hi: 'फ़ाइलें हटा दी गईं।' },
}

/** @param jobs all of one account @returns by the job's id */
export async function readStories(needs: ReadArchivedNeeds, accountId: string, jobs: readonly ViewedJob[], language: Language): Promise<ReadonlyMap<string, readonly StoryEvent[]>> {
  const { database } = needs
  const ids = jobs.map(({ id }) => id)
  const [attempts, entries, deliveries] = await database.batch([selectAttempts(database, accountId, ids), selectEntries(database, accountId, ids), selectDeliveriesOf(database, accountId, ids)])
  // A job was charged: one without an entry has left for the archive.
  const charged = new Set(entries.map(({ jobId }) => jobId))
  const archived = await readArchived(needs, accountId, ids.filter((id) => !charged.has(id)))
  return new Map(
    jobs.map((job) => {
      const kept = archived.get(job.id)
      const own = <Row extends { readonly jobId: string | null }>(rows: readonly Row[]): readonly Row[] => rows.filter(({ jobId }) => jobId === job.id)
      const told: readonly Told[] = [
        ...beginning(job),
        ...(kept?.entries ?? own(entries)).map(({ kind, amount, createdAtMs }): Told => ({ atMs: createdAtMs, kind: kind === 'CHARGE' ? 'CHARGED' : 'REFUNDED', values: { credits: Math.abs(amount) } })),
        ...(kept?.attempts ?? own(attempts)).map(({ outcome, model, createdAtMs }): Told => ({ atMs: createdAtMs, kind: OUTCOMES[outcome], values: { model, provider: makerOf(model) } })),
        ...polling(job),
        ...ending(job),
        ...(kept ? toldDeliveries(kept) : own(deliveries)).map(({ status, attempts: count, createdAtMs, deliveredAtMs }): Told => ({ atMs: deliveredAtMs ?? createdAtMs, kind: 'WEBHOOK', values: { status, attempts: count } })),
      ]
      return [job.id, told.toSorted(byTime).map((one) => eventOf(one, language))] as const
    }),
  )
}

/** To the URL of its request. */
const toldDeliveries = ({ id, deliveries }: ArchivedGeneration) => {
  const ids = new Set(Object.values(EVENT_OF).map((event) => deliveryIdOf(id, event)))
  return deliveries.filter((delivery) => ids.has(delivery.id))
}

const OUTCOMES = { ACCEPTED: 'SUBMITTED', DONE: 'SUBMITTED', REJECTED: 'REFUSED', UNKNOWN: 'UNCERTAIN' } as const

const makerOf = (model: string): string => {
  const row = modelById(model)
  return row ? providerName(row.provider) : model
}

const beginning = (job: ViewedJob): readonly Told[] => {
  const { provider, model } = job.routes[0] ?? currentRoute(job)
  const { createdAtMs, waitedUntilMs } = job
  return [
    { atMs: createdAtMs, kind: 'ACCEPTED', values: { provider: providerName(provider), model } },
    // As a version before this one has told it to the object, it may lack that.
    ...(typeof waitedUntilMs !== 'number' ? [] : [{ atMs: waitedUntilMs, kind: 'WAITED' as const, values: { seconds: Math.round((waitedUntilMs - createdAtMs) / 1000) } }]),
  ]
}

/** Known when it has ended. */
const polling = ({ polls, completedAtMs }: ViewedJob): readonly Told[] => (completedAtMs !== null && polls > 0 ? [{ atMs: completedAtMs, kind: 'POLLED', values: { polls } }] : [])

function ending({ status, outputs, completedAtMs, expiredAtMs, errorReason, errorCode }: ViewedJob): readonly Told[] {
  if (completedAtMs === null || (status !== 'COMPLETED' && status !== 'FAILED' && status !== 'CANCELLED')) return []
  const stored = outputs ?? []
  return [
    ...(stored.length > 0 ? [{ atMs: completedAtMs, kind: 'STORED' as const, values: { files: stored.length, bytes: stored.reduce((sum, { bytes }) => sum + bytes, 0) } }] : []),
    { atMs: completedAtMs, kind: status, values: { reason: errorReason ?? errorCode ?? '' } },
    ...(expiredAtMs === null ? [] : [{ atMs: expiredAtMs, kind: 'EXPIRED' as const }]),
  ]
}

/** What is of one moment stands in the order of the kinds. */
const byTime = (one: Told, other: Told): number => one.atMs - other.atMs || STORY_KINDS.indexOf(one.kind) - STORY_KINDS.indexOf(other.kind)

function eventOf({ atMs, kind, values }: Told, language: Language): StoryEvent {
  const detail = Object.entries(values ?? {}).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), WORDS[kind][language])
  return { at: isoTime(atMs), kind, detail }
}
