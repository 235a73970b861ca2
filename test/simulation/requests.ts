// The requests of simulated clients.
import { textOf } from './submissions.ts'
import { RECEIVER } from '../world.ts'
import type { RequestCase } from './schedule.ts'

const INPUTS: Readonly<Record<RequestCase['provider'], object>> = {
  'luma': { type: 'VIDEO', provider: 'luma' },
  'kling': { type: 'VIDEO', provider: 'kling' },
  'heygen': { type: 'AVATAR', provider: 'heygen' },
  'minimax-image': { type: 'IMAGE', provider: 'minimax-image', options: { n: 2 } },
  'elevenlabs': { type: 'AUDIO', provider: 'elevenlabs' },
  'any video': { type: 'VIDEO', priority: 'QUALITY' },
  'any image': { type: 'IMAGE', priority: 'QUALITY' },
}

const GENERATE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id status creditCost } }'
const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome refundedCredits } }'

export function bodyOf(asked: RequestCase, request: number, isOther: boolean) {
  // A synchronous upstream that hangs is a time-out, and those are the schedule's to make.
  const isSynchronous = ['elevenlabs', 'minimax-image', 'any image'].includes(asked.provider)
  const word = isSynchronous && asked.word === '[[hang]]' ? '' : asked.word
  const input = {
    ...INPUTS[asked.provider],
    input: { text: textOf(request, word, isOther) },
    ...(asked.hasKey && { idempotencyKey: `key-${request}` }),
    ...(asked.hasWebhook && { webhookUrl: RECEIVER }),
  }
  return { query: GENERATE, variables: { input } }
}

export const cancelBody = (id: string) => ({ query: CANCEL, variables: { id } })
