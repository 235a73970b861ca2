// What of an operation waits for a generation's end: one field, by its argument `wait`, or the only field there is by the
// header `Prefer: wait=n` (RFC 7240).
import { getArgumentValues } from 'graphql'
import type { ExecutionArgs } from 'graphql'
import { invalidInput } from '../../domain/errors.ts'
import { GENERATING_FIELDS } from '../schema.ts'
import { selectedFields } from './selected-fields.ts'

export const MOST_WAIT_SECONDS = 60

export interface Wait {
  /** The waiting field's response path. */
  readonly path: string
  readonly seconds: number
  /** Of a generation that is read. */
  readonly jobId: string | undefined
  readonly isPreferred: boolean
}

/** What the header asks for; more than the most is the most, and what cannot be read is no preference. */
export function preferredSeconds(header: string | undefined): number | undefined {
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[,;]|$)/i.exec(header ?? '')?.[1]
  return seconds === undefined ? undefined : Math.min(MOST_WAIT_SECONDS, Number(seconds))
}

export interface Waiting {
  readonly wait: Wait | undefined
  /** Of the one generation that is read without waiting. */
  readonly readsJobId: string | undefined
}

/** @throws ApiError INVALID_INPUT for a time that is none, and where more than one field would wait */
export function waitOf(args: ExecutionArgs, preferred: number | undefined): Waiting {
  const { operation, roots, variables } = selectedFields(args)
  const definitions = (operation && args.schema.getRootType(operation)?.getFields()) ?? {}
  const waitable = roots.flatMap(({ name, nodes: [node] }) => {
    const definition = definitions[name]
    if (!definition || !node || (name !== 'generation' && !GENERATING_FIELDS.has(name))) return []
    const { id, wait } = argumentsOf(definition, node, variables)
    const jobId = typeof id === 'string' ? id : undefined
    return [{ path: node.alias?.value ?? name, jobId, wait: typeof wait === 'number' ? checked(wait) : undefined }]
  })
  const [asked, another] = waitable.filter(({ wait }) => wait !== undefined && wait > 0)
  if (another) throw invalidInput('wait', { en: 'Only one field of a request may wait.', hi: 'एक रिक्वेस्ट में एक ही field wait कर सकता है।' })
  const [only] = roots.length === 1 && waitable[0]?.wait === undefined ? waitable : []
  const field = asked ?? (preferred ? only : undefined)
  const seconds = asked?.wait ?? preferred
  if (field && seconds !== undefined) return { wait: { path: field.path, jobId: field.jobId, seconds, isPreferred: !asked }, readsJobId: undefined }
  return { wait: undefined, readsJobId: roots.length === 1 ? waitable[0]?.jobId : undefined }
}

/** The generation that a subscription follows; undefined where its variables do not fit. */
export function watchedId(args: ExecutionArgs): string | undefined {
  const { roots: [root], variables } = selectedFields(args)
  const definition = root && args.schema.getSubscriptionType()?.getFields()[root.name]
  const [node] = root?.nodes ?? []
  const id = definition && node ? argumentsOf(definition, node, variables)['id'] : undefined
  return typeof id === 'string' ? id : undefined
}

function checked(wait: number): number {
  if (wait >= 0 && wait <= MOST_WAIT_SECONDS) return wait
  throw invalidInput('wait', {
    en: `A request waits for 0 to ${MOST_WAIT_SECONDS} seconds.`,
    hi: `रिक्वेस्ट 0 से ${MOST_WAIT_SECONDS} सेकंड तक wait कर सकती है।`,
  })
}

/** None where they do not fit: executing refuses such a field. */
function argumentsOf(...given: Parameters<typeof getArgumentValues>): Readonly<Record<string, unknown>> {
  try {
    return getArgumentValues(...given)
  } catch {
    return {}
  }
}
