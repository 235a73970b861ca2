// What the form holds: what was said, and nothing that was left open. Pure; the request, the price and the greyed values follow.
import { findModel, models } from '../../../src/catalog/catalog.ts'
import type { Priority } from '../../../src/domain/job.ts'
import type { GenerationType, Model, OptionValue } from '../../../src/domain/model.ts'
import type { SubmissionInput } from '../../../src/domain/upstream.ts'

export const PRIORITIES = ['QUALITY', 'SPEED', 'COST', 'BALANCED'] as const satisfies readonly Priority[]

/** A file that was sent as an upload: what is known of it. */
export interface SentFile {
  readonly contentType: string
  readonly bytes: number
  readonly name: string
  /** Of pictures. */
  readonly width?: number
  readonly height?: number
}

export interface Arrived {
  readonly id: string
  readonly sent: SentFile
}

export interface Form {
  readonly type: GenerationType
  /** Its id; undefined: the service chooses by `priority`. */
  readonly model?: string
  readonly priority: Priority
  readonly input: SubmissionInput
  readonly options: Readonly<Record<string, OptionValue>>
  /** What else a request may hold, as the JSON gave it. */
  readonly more: Readonly<Record<string, unknown>>
  /** By upload. */
  readonly files: Readonly<Record<string, SentFile>>
}

export const emptyForm = (type: GenerationType): Form => ({ type, priority: 'BALANCED', input: {}, options: {}, more: {}, files: {} })

/** Those that can be asked for by name, best first. */
export const offeredModels = (type: GenerationType): readonly Model[] => models.filter((model) => model.type === type && model.lifecycle.state !== 'retired').toSorted((one, other) => one.rank - other.rank)

/** The model that is named, or all that the service chooses from. */
export function candidatesOf({ type, model }: Pick<Form, 'type' | 'model'>): readonly Model[] {
  const named = model === undefined ? undefined : findModel(model, undefined)
  return named ? [named] : offeredModels(type).filter(({ lifecycle }) => lifecycle.state === 'active')
}

/** What is sent: `GenerateInput`. */
export function requestOf({ type, model, priority, input, options, more }: Form): Readonly<Record<string, unknown>> {
  return {
    type,
    ...(model === undefined ? { priority } : { model }),
    input,
    ...(Object.keys(options).length > 0 && { options }),
    ...more,
  }
}
