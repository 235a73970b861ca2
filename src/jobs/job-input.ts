// What a job is made from: kept at acceptance, read for a submission alone, deleted once nobody can want it any more. Media that
// came as bytes and texts too long for a row are objects in R2 below the job's own folder.
import * as v from 'valibot'
import type { OptionValue } from '../domain/model.ts'
import { keptKeys, readKept } from '../media/kept-media.ts'
import { inputOf } from '../store/job-columns.ts'
import { markInputsDeleted, selectInput } from '../store/jobs.ts'
import type { Job, JobRow, KeptInput, NewJobRow } from '../store/tables.ts'
import { toBase64 } from '../domain/base64.ts'
import type { SubmissionInput } from '../domain/upstream.ts'
import { smallRow } from './small-row.ts'
import type { InputFile } from './take-inputs.ts'
import type { WithMedia } from '../media/ports.ts'
import type { WithLog } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

/** Stores what is not for the row. @returns the row as it may be inserted @throws ApiError INVALID_INPUT for what cannot be kept */
export async function keepJobInput({ media }: WithMedia<'putInput'>, whole: NewJobRow, files: readonly InputFile[]): Promise<NewJobRow> {
  const { row, aside } = smallRow(whole, files.length)
  const objects = aside ? [...files, { bytes: new TextEncoder().encode(JSON.stringify(aside)), contentType: 'application/json' }] : files
  const kept = { ...row, storedInputs: objects.length }
  const keys = keptKeys(kept)
  await Promise.all(objects.map(({ bytes, contentType }, index) => media.putInput(keys[index] ?? '', bytes, contentType)))
  return kept
}

/** Of a job that was not created. What cannot be deleted now is left to the bucket's own rule. */
export async function dropJobInput({ media, log }: WithLog & WithMedia<'delete'>, job: JobRow): Promise<void> {
  if (job.storedInputs === 0) return
  await media.delete(keptKeys(job)).catch((error: unknown) => log('inputs not deleted', { jobId: job.id, error: String(error) }))
}

/** Of a job that has ended and will not be looked at again. Harmless when it is repeated. */
export async function deleteJobInput({ media, database }: WithDatabase & WithMedia<'delete'>, job: Pick<Job, 'accountId' | 'id' | 'storedInputs'>): Promise<void> {
  if (job.storedInputs === 0) return
  await media.delete(keptKeys(job))
  await database.batch([markInputsDeleted(database, job)])
}

/** What a submission is made of by the route in use. */
export interface JobInput {
  readonly input: SubmissionInput
  readonly addedText: string
  readonly options: Readonly<Record<string, OptionValue>>
}

const texts = v.exactOptional(v.string())
const AsideSchema = v.object({
  input: v.object({
    text: texts, negativeText: texts, image: texts, lastImage: texts, audio: texts, video: texts, voice: texts,
    images: v.exactOptional(v.array(v.string())),
  }),
  routes: v.array(v.object({ addedText: texts, options: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])) })),
})

/** @throws where the row, or anything of it, is gone */
export async function readJobInput({ database, media }: WithDatabase & WithMedia<'readInput'>, job: Pick<Job, 'accountId' | 'id' | 'route' | 'routes'>): Promise<JobInput> {
  const [[row]] = await database.batch([selectInput(database, job)])
  const route = job.routes[job.route]
  if (!row || !route) throw new Error(`job ${job.id} is gone`)
  const keys = keptKeys({ ...job, storedInputs: row.storedInputs })
  const bytesAt = async (index: number): Promise<Uint8Array> => {
    const bytes = await media.readInput(keys[index] ?? '')
    if (!bytes) throw new Error(`input ${index} of job ${job.id} is gone`)
    return bytes
  }
  const { aside: asideAt, ...short }: KeptInput = await inputOf(row)
  const aside = asideAt === undefined ? undefined : v.parse(AsideSchema, JSON.parse(new TextDecoder().decode(await bytesAt(asideAt))))
  const long = aside?.routes[job.route]
  return {
    input: await withMedia({ ...short, ...aside?.input }, bytesAt),
    addedText: long?.addedText ?? route.addedText,
    options: { ...route.options, ...long?.options },
  }
}

const MEDIA_INPUTS = ['image', 'lastImage', 'audio', 'video'] as const

/** Bytes as data URLs: of what one request can hold there is little. */
async function withMedia(input: SubmissionInput, bytesAt: (index: number) => Promise<Uint8Array>): Promise<SubmissionInput> {
  const whole = async (value: string): Promise<string> => {
    const kept = readKept(value)
    return kept ? `data:${kept.contentType};base64,${toBase64(await bytesAt(kept.index))}` : value
  }
  const { images } = input
  const read: Record<string, string> = {}
  for (const name of MEDIA_INPUTS) {
    const value = input[name]
    if (value !== undefined) read[name] = await whole(value)
  }
  const list: string[] = []
  for (const value of images ?? []) list.push(await whole(value))
  return { ...input, ...read, ...(images && { images: list }) }
}
