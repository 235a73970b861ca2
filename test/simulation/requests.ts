// The requests of simulated clients.
import { RECEIVER } from '../world.ts'
import { caseOf } from './cases.ts'
import type { RequestCase } from './schedule.ts'
import { textOf } from './submissions.ts'

const GENERATE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id status creditCost } }'
const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome refundedCredits } }'

export function bodyOf(asked: RequestCase, request: number, isOther: boolean) {
  const { asks, with: media, atOnce } = caseOf(asked.what)
  const word = atOnce && asked.word === '[[hang]]' ? '' : asked.word
  const input = {
    ...asks,
    input: { text: textOf(request, word, isOther), ...media },
    ...(asked.hasKey && { idempotencyKey: `key-${request}` }),
    ...(asked.hasWebhook && { webhookUrl: RECEIVER }),
  }
  return { query: GENERATE, variables: { input } }
}

export const cancelBody = (id: string) => ({ query: CANCEL, variables: { id } })
