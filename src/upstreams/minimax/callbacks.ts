// How MiniMax calls back: first a challenge, to be repeated within 3 s, while it still has not answered the submission; then each
// change of the status. It signs nothing. https://platform.minimax.io/docs/api-reference/video-generation-t2v.md, read 2026-10-08.
import * as v from 'valibot'
import type { CompanyCallbacks } from '../contract.ts'
import { says } from '../signatures.ts'

const Challenge = v.object({ challenge: v.pipe(v.string(), v.maxLength(1000)) })
const ONGOING: ReadonlySet<string> = new Set(['preparing', 'queueing', 'processing'])

export const minimaxCallbacks: CompanyCallbacks = {
  answerTo: ({ json }) => {
    const asked = v.safeParse(Challenge, json)
    return asked.success ? asked.output : undefined
  },
  isOngoing: says(['status'], ONGOING),
}
