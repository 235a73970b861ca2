// What is over a limit, in words: which one, whose, and when to try again.
import { ApiError } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import type { Admission, LimitName } from './gate.ts'
import type { Share } from './purse.ts'

/** The refusal, with the facts that a client needs to wait and try again. */
export function rateLimit(denied: Admission & { readonly kind: 'DENIED' }): ApiError {
  const { limit, figure, retryAfterSeconds, share, waiting } = denied
  if (waiting !== undefined) return noPlace(waiting, denied)
  const words = LIMIT_WORDS[limit]
  const whose = share ? SHARE_WORDS[share] : PLAN_WORDS
  return new ApiError('RATE_LIMIT', {
    sentence: {
      en: `${whose.en} ${figure} ${words.en}. Try again in ${retryAfterSeconds} s.`,
      hi: `${whose.hi} ${words.hi.replace('{figure}', String(figure))} की सीमा है। ${retryAfterSeconds} सेकंड बाद दोबारा प्रयास करें।`,
    },
    retryAfterSeconds,
    extra: { limit, limitFigure: figure, ...(share && { share }) },
  })
}

/** Nobody may wait any more. */
function noPlace(waiting: number, { limit, figure, retryAfterSeconds, share }: Admission & { readonly kind: 'DENIED' }): ApiError {
  const whose = share ? PLACE_WORDS[share] : PLACES
  return new ApiError('RATE_LIMIT', {
    sentence: {
      en: `All slots are taken, and ${whose.en.replace('{waiting}', String(waiting))} wait already, as many as may. Try again in ${retryAfterSeconds} s.`,
      hi: `कोई slot खाली नहीं है, और ${whose.hi.replace('{waiting}', String(waiting))} पहले से इंतज़ार में हैं; इससे ज़्यादा नहीं हो सकतीं। ${retryAfterSeconds} सेकंड बाद दोबारा प्रयास करें।`,
    },
    retryAfterSeconds,
    extra: { limit, limitFigure: figure, waitingFigure: waiting, ...(share && { share }) },
  })
}

const PLACES: Sentence = { en: '{waiting} generations', hi: '{waiting} generation' }

const PLACE_WORDS = {
  CLIENT_TOKENS: { en: '{waiting} generations of client tokens', hi: 'client tokens की {waiting} generation' },
  END_USER: { en: '{waiting} generations of this end user', hi: 'इस end user की {waiting} generation' },
} as const satisfies Record<Share, Sentence>

const PLAN_WORDS: Sentence = { en: 'Your plan allows', hi: 'आपके प्लान में' }

const SHARE_WORDS = {
  CLIENT_TOKENS: { en: 'Client tokens of this account may together use', hi: 'इस account के सभी client tokens के लिए कुल मिलाकर' },
  END_USER: { en: 'One end user may use', hi: 'एक end user के लिए' },
} as const satisfies Record<Share, Sentence>

const LIMIT_WORDS = {
  minute: { en: 'generations a minute', hi: 'प्रति मिनट {figure} generation' },
  concurrent: { en: 'generations at once', hi: 'एक साथ {figure} generation' },
  day: { en: 'generations a day', hi: 'प्रतिदिन {figure} generation' },
  reads: { en: 'reads a minute', hi: 'प्रति मिनट {figure} reads' },
  streams: { en: 'open waits and streams', hi: 'एक साथ {figure} खुले wait और stream' },
  webhooks: { en: 'tests and redeliveries of webhooks a minute', hi: 'प्रति मिनट {figure} webhook test और redelivery' },
} as const satisfies Record<LimitName, Sentence>
