// What is told of one generation, out of its answer. Pure.
import { storyOf } from '../../story.ts'
import type { Told } from '../../story.ts'
import type { One } from './operations.ts'

/** The request that it was made by, as `generate` takes it. */
export function requestOf({ type, provider, model, input, options, tags }: Pick<One, 'type' | 'provider' | 'model' | 'input' | 'options' | 'tags'>): string {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null))
  return JSON.stringify({ input: { type, provider, model, input: given, ...(Object.keys(options).length > 0 && { options }), ...(tags.length > 0 && { tags }) } }, null, 2)
}

export interface Moment extends Told {
  readonly tone: 'taken' | 'back' | 'failed' | 'done' | ''
}

const TONES: Readonly<Record<string, Moment['tone']>> = { CHARGED: 'taken', REFUNDED: 'back', REFUSED: 'failed', UNCERTAIN: 'failed', FAILED: 'failed', CANCELLED: 'failed', COMPLETED: 'done' }

export const momentsOf = (one: Pick<One, 'timeline' | 'createdAt'>): readonly Moment[] => storyOf(one).map((told) => ({ ...told, tone: TONES[told.kind] ?? '' }))

/** As it stands in a sentence: `"16:9"` without its quotes. */
export const valueOf = (value: unknown): string => (typeof value === 'string' ? value : value === null || value === undefined ? '–' : JSON.stringify(value))
