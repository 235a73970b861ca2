// The page behind an error's docsUrl: what the code means and what to do, in both languages, from the one table.
import { ERRORS } from './errors.ts'
import type { ErrorCode } from './errors.ts'

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

export function errorPage(code: ErrorCode): string {
  const { status, retryable, en, hi } = ERRORS[code]
  const again = retryable
    ? { en: 'The same request may succeed another time.', hi: 'यही request बाद में सफल हो सकती है।' }
    : { en: 'Repeating it without a change does not help.', hi: 'बिना बदलाव के दोहराने से कोई फ़ायदा नहीं होगा।' }
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${code} · Doitong</title>
<style>
  body { font: 18px/1.6 system-ui, 'Noto Sans Devanagari', sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; color: #1c2230 }
  h1 { font-size: 1.5rem; letter-spacing: .01em } h1 small { color: #7a8194; font-weight: 400; margin-left: .6rem }
  p { margin: .4rem 0 } section { margin-top: 1.6rem }
</style>
<h1>${code}<small>HTTP ${status}</small></h1>
<section><p>${withoutValues(en)}</p><p>${again.en}</p></section>
<section lang="hi"><p>${withoutValues(hi)}</p><p>${again.hi}</p></section>
</html>
`
}

/** `{cost} credits` → `… credits`: the page knows the sentence, not the case. */
function withoutValues(sentence: string): string {
  return sentence.replace(/\{\w+\}/g, '…')
}
