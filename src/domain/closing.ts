// An account that its owner has closed.
import { ApiError } from './errors.ts'
import { isoTime } from './times.ts'

/** So long an operator can undo it. */
export const ERASED_AFTER_MS = 30 * 86_400_000

export const closedError = (closedAtMs: number): ApiError => new ApiError('FORBIDDEN', {
  sentence: {
    en: 'This account was closed on {day}. Until {until} support can open it again; after that you can sign in anew.',
    hi: 'यह account {day} को बंद किया गया था। {until} तक support इसे फिर से खोल सकता है; उसके बाद आप नए सिरे से साइन इन कर सकते हैं।',
  },
  values: { day: isoTime(closedAtMs).slice(0, 10), until: isoTime(closedAtMs + ERASED_AFTER_MS).slice(0, 10) },
  extra: { closed: true },
})
