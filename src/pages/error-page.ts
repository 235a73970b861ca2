// The page that a person sees where signing in went wrong, and a program would be answered with JSON; and which codes there are.
import { ERRORS } from '../domain/errors.ts'
import type { ErrorCode, Sentence } from '../domain/errors.ts'
import { page } from './page.ts'

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** @param sentence what is to be said of a case, instead of the code's own */
export function errorPage(code: ErrorCode, sentence?: Sentence): string {
  const { status, retryable, ...words } = ERRORS[code]
  const { en, hi } = sentence ?? words
  const again = retryable
    ? { en: 'The same request may succeed another time.', hi: 'यही रिक्वेस्ट बाद में सफल हो सकती है।' }
    : { en: 'Repeating it without a change does not help.', hi: 'बिना बदलाव के दोहराने से कोई फ़ायदा नहीं होगा।' }
  const body = `<h1>${code}<small>HTTP ${status}</small></h1>
<section><p>${withoutValues(en)}</p>${sentence ? '' : `<p>${again.en}</p>`}</section>
<section lang="hi"><p>${withoutValues(hi)}</p>${sentence ? '' : `<p>${again.hi}</p>`}</section>
${sentence ? '<section><a href="/account">Doitong</a></section>' : ''}`
  return page({ language: 'en', title: code, body })
}

/** `{cost} credits` → `… credits`: the page knows the sentence, not the case. */
function withoutValues(sentence: string): string {
  return sentence.replace(/\{\w+\}/g, '…')
}
