// Is a text SSML, and if so well-formed? Asked before anything is charged, so that a slip in the markup costs nothing.
// Strict XML of the elements of https://docs.cloud.google.com/text-to-speech/docs/ssml (recalled, 2026-11-22); what an
// attribute means, and which element may stand in which, is left to the upstream.

/** Without `voice`: it would speak in a voice of another price than the one that is charged. */
const ELEMENTS: ReadonlySet<string> = new Set([
  'speak', 'break', 'say-as', 'audio', 'desc', 'p', 's', 'sub', 'mark', 'prosody', 'emphasis', 'par', 'seq', 'media',
  'phoneme', 'lang', 'google:style',
])

/** A sentence deep in a hundred elements is a slip or an attack. */
const MAX_DEPTH = 100

const DECLARATION = /^\s*(?:<\?xml\s[^<>?]*\?>\s*)?/
/** What stands between two elements: text, comments and character data sections. `>` may stand bare, `]]>` may not. */
const CONTENT = /(?:[^<&]+|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});|<!--(?:-?[^-])*-->|<!\[CDATA\[[^]*?\]\]>)*/y
const TAG = /<(?:\/([\w:-]+)\s*|([\w:-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?))>/y
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const VALUE = /^(?:[^&]|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)*$/
/** XML 1.0 has no place for these, written out or as a reference. */
// oxlint-disable-next-line no-control-regex -- it is them we look for
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/** Whether a text is meant as SSML: it begins with the element `speak`. */
export function isSsml(text: string): boolean {
  return /^\s*(?:<\?xml\s[^<>?]*\?>\s*)?<speak[\s/>]/.test(text)
}

/** True when the text is one whole `speak` element with known elements, closed in order, and quoted attributes. */
export function isWellFormedSsml(text: string): boolean {
  if (FORBIDDEN_CHARACTER.test(text) || !text.isWellFormed()) return false
  const open: string[] = []
  let position = DECLARATION.exec(text)?.[0].length ?? 0
  for (let tags = 0; ; tags += 1) {
    const content = matchAt(CONTENT, text, position)?.[0] ?? ''
    if (open.length === 0 ? content.replace(/<!--(?:-?[^-])*-->/g, '').trim() !== '' : !isContent(content)) return false
    position += content.length
    if (position === text.length) return tags > 0 && open.length === 0
    const tag = matchAt(TAG, text, position)
    if (!tag || (open.length === 0 && (tags > 0 || tag[2] !== 'speak'))) return false
    position += tag[0].length
    const [, closed, opened = '', attributes = '', slash] = tag
    if (closed !== undefined) {
      if (open.pop() !== closed) return false
    } else {
      if (!ELEMENTS.has(opened) || !areAttributes(attributes) || open.length === MAX_DEPTH) return false
      if (opened === 'speak' && tags > 0) return false
      if (slash !== '/') open.push(opened)
    }
  }
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position
  return pattern.exec(text)
}

function isContent(content: string): boolean {
  return areReferences(content) && !content.replace(/<!\[CDATA\[[^]*?\]\]>/g, '').includes(']]>')
}

/** Each name once, and every `&` in a value a whole entity. */
function areAttributes(attributes: string): boolean {
  const names = new Set<string>()
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? ''
    if (names.has(name) || !VALUE.test(value) || !areReferences(value)) return false
    names.add(name)
  }
  return true
}

/** A numeric reference must be to a character that XML has. */
function areReferences(text: string): boolean {
  for (const [, decimal, hexadecimal] of text.matchAll(/&#(?:(\d+)|x([0-9a-fA-F]+));/g)) {
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    if (code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff) || FORBIDDEN_CHARACTER.test(String.fromCodePoint(code))) return false
  }
  return true
}
