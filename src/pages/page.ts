// The frame and the look of the few pages that people see in a browser.

export interface Page {
  readonly language: 'en' | 'hi'
  readonly title: string
  /** HTML: whatever comes from elsewhere has been through `escapeHtml`. */
  readonly body: string
  /** Where the policy of the answer allows the style by a nonce alone. */
  readonly nonce?: string
}

export function page({ language, title, body, nonce }: Page): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Doitong</title>
<style${nonce === undefined ? '' : ` nonce="${nonce}"`}>
  body { font: 18px/1.6 system-ui, 'Noto Sans Devanagari', sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; color: #1c2230 }
  h1 { font-size: 1.5rem; letter-spacing: .01em } h1 small { color: #7a8194; font-weight: 400; margin-left: .6rem }
  p { margin: .4rem 0 } section { margin-top: 1.6rem } a { color: inherit }
  button { font: inherit; padding: .3rem 1rem; border: 1px solid #7a8194; border-radius: .4rem; background: none; color: inherit; cursor: pointer }
  output { display: block; margin: .8rem 0; overflow-wrap: anywhere }
</style>
${body}
</html>
`
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
