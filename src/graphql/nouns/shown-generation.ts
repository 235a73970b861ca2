// A generation with the row behind it, for those of its fields that are read only when they are asked for.
import * as v from 'valibot'
import { invalidInput } from '../../domain/errors.ts'
import { viewGeneration } from '../../jobs/generation.ts'
import type { Generation, Output } from '../../jobs/generation.ts'
import { currentRoute } from '../../jobs/schedule.ts'
import type { ViewedJob } from '../../store/tables.ts'
import type { Context } from '../types/context.ts'

export interface ShownOutput extends Output {
  readonly file: { readonly key: string; readonly expiresAtMs: number; readonly name: string }
}

export interface ShownGeneration extends Generation {
  readonly job: ViewedJob
  /** Among those that wait for a slot; undefined: not known yet. */
  readonly place: number | null | undefined
  readonly outputs: readonly ShownOutput[]
}

export async function shown({ services, language }: Pick<Context, 'services' | 'language'>, job: ViewedJob, place?: number | null): Promise<ShownGeneration> {
  const view = await viewGeneration(services, job, language)
  const outputs = view.outputs.map((output, index) => {
    const { key = '', facts } = job.outputs?.[index] ?? {}
    const name = `${view.model}-${job.id.slice(-6)}${view.outputs.length > 1 ? `-${index + 1}` : ''}.${facts?.extension ?? 'bin'}`
    return { ...output, file: { key, expiresAtMs: job.expiresAtMs ?? 0, name } }
  })
  return { ...view, outputs, job, place }
}

/** For a slot: by the call of the gate that the request makes in any case. For its company: by what the isolate knows, where that is fresh. */
export async function queuePosition({ job, place }: ShownGeneration, _args: unknown, { allowance, services }: Context): Promise<number | null> {
  if (job.status === 'QUEUED') return services.places.placeOf(currentRoute(job).upstream, job.id)
  if (job.status !== 'WAITING') return null
  return place === undefined ? allowance.placeOf(job.id) : place
}

const LONGEST_NAME = 100
const ArgumentsSchema = v.object({ fileName: v.nullish(v.string()) })

/** @throws ApiError INVALID_INPUT for a name that no file can have */
export async function downloadUrl({ url, file }: ShownOutput, args: unknown, { services }: Context): Promise<string | null> {
  const { fileName } = v.parse(ArgumentsSchema, args)
  const name = fileName ?? file.name
  if (name.trim() === '' || [...name].length > LONGEST_NAME || /[/\\\p{Cc}\p{Zl}\p{Zp}]/u.test(name) || !name.isWellFormed()) {
    throw invalidInput('fileName', {
      en: `A file name has 1 to ${LONGEST_NAME} characters, and no slash or control character.`,
      hi: `फ़ाइल के नाम में 1 से ${LONGEST_NAME} अक्षर हों, slash या control character नहीं।`,
    })
  }
  return url === null ? null : (await services.media.link(file.key, file.expiresAtMs, name)).url
}
