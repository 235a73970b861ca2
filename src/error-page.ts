// The page behind an error's docsUrl: what the code means and what to do, in both languages, from the one table. And the
// page that a person sees where a program would be answered with JSON.
import { ERRORS } from './errors.ts'
import type { ErrorCode, Language } from './errors.ts'
import { escapeHtml, page } from './page.ts'

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

export function errorPage(code: ErrorCode): string {
  const { status, retryable, en, hi } = ERRORS[code]
  const again = retryable
    ? { en: 'The same request may succeed another time.', hi: 'यही request बाद में सफल हो सकती है।' }
    : { en: 'Repeating it without a change does not help.', hi: 'बिना बदलाव के दोहराने से कोई फ़ायदा नहीं होगा।' }
  return page({
    language: 'en',
    title: code,
    body: `<h1>${code}<small>HTTP ${status}</small></h1>
<section><p>${withoutValues(en)}</p><p>${again.en}</p></section>
<section lang="hi"><p>${withoutValues(hi)}</p><p>${again.hi}</p></section>`,
  })
}

/** @param message the error's, in that language */
export function refusalPage(code: ErrorCode, message: string, language: Language): string {
  const back = { en: 'Back to your account', hi: 'अपने account पर वापस जाएँ' }[language]
  return page({
    language,
    title: code,
    body: `<h1>${code}<small>HTTP ${ERRORS[code].status}</small></h1>
<section><p>${escapeHtml(message)}</p><p><a href="/account">${back}</a></p></section>`,
  })
}

/** `{cost} credits` → `… credits`: the page knows the sentence, not the case. */
function withoutValues(sentence: string): string {
  return sentence.replace(/\{\w+\}/g, '…')
}
