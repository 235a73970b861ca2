// The frame and the look of the few pages that people see in a browser.

export interface Page {
  readonly language: 'en' | 'hi'
  readonly title: string
  /** HTML: whatever comes from elsewhere has been through `escapeHtml`. */
  readonly body: string
}

export function page({ language, title, body }: Page): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Doitong</title>
<style>
  body { font: 18px/1.6 system-ui, 'Noto Sans Devanagari', sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; color: #1c2230 }
  h1 { font-size: 1.5rem; letter-spacing: .01em } h1 small { color: #7a8194; font-weight: 400; margin-left: .6rem }
  p { margin: .4rem 0 } section { margin-top: 1.6rem } a { color: inherit }
</style>
${body}
</html>
`
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
