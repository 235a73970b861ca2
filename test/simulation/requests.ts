// The requests of simulated clients.
import { RECEIVER } from '../world.ts'
import { caseOf } from './cases.ts'
import type { RequestCase } from './schedule.ts'
import { textOf } from './submissions.ts'

const GENERATE = 'mutation ($input: GenerateInput!, $wait: Int) { generate(input: $input, wait: $wait) { id status creditCost } }'
const DELETE = 'mutation ($id: ID!) { mediaDelete(generationId: $id) { id expired url } }'
const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome refundedCredits } }'

const tagOf = (request: number, isOther: boolean): string => `request-${request}-${isOther ? 'other' : 'same'}`

/** Which request made a job; its text may stand elsewhere. */
export const requestOfJob = ({ tags }: Tagged): number => Number(/^request-(\d+)-/.exec(tags[0] ?? '')?.[1])
export const isOtherText = ({ tags }: Tagged): boolean => tags[0]?.endsWith('-other') === true

interface Tagged {
  readonly tags: readonly string[]
}

/**
 * @param keyNumber of its idempotency key: the same in several accounts
 * @param image an upload's id, in the place of the case's own picture
 */
export function bodyOf(asked: RequestCase, request: number, isOther: boolean, keyNumber = request, image?: string) {
  const { asks, with: media, atOnce, more = '' } = caseOf(asked.what)
  const word = atOnce && asked.word === '[[hang]]' ? '' : asked.word
  const input = {
    ...asks,
    input: { text: [textOf(request, word, isOther) + more, asked.manner].filter(Boolean).join(' '), ...media, ...(image !== undefined && { image }) },
    tags: [tagOf(request, isOther)],
    ...(asked.hasKey && { idempotencyKey: `key-${keyNumber}` }),
    ...(asked.hasWebhook && { webhookUrl: RECEIVER }),
    ...(asked.isPatient && { onLimit: 'QUEUE' }),
    ...(asked.storeDays !== null && { storeDays: asked.storeDays }),
  }
  return { query: GENERATE, variables: { input, ...(asked.waitSeconds > 0 && { wait: asked.waitSeconds }) } }
}

export const cancelBody = (id: string) => ({ query: CANCEL, variables: { id } })
export const deleteBody = (id: string) => ({ query: DELETE, variables: { id } })
