// Media that stand as base64 in an answer's JSON are decoded as the answer comes in, so that neither its text nor a second copy of
// them is ever whole in memory. What is left is the JSON with a word in each one's place.
import { bytesOfBase64 } from '../domain/base64.ts'

/** Whole, or in the pieces it came in. */
export type Pieces = Uint8Array | readonly Uint8Array[]

export interface SiftedAnswer {
  /** JSON. */
  readonly text: string
  /** By the index in their words; undefined for what turned out to be no base64. */
  readonly media: readonly (readonly Uint8Array[] | undefined)[]
}

/** A shorter string stays in the text: it is a name or a word, or costs little. */
const FEWEST_CHARACTERS = 1024
const PLACE = '\u0000media-'
/** The rest of a string's inside; what is after it is its end, or a backslash whose fellow has not come yet. */
const INSIDE = /(?:[^"\\]+|\\[^])*/y

/** @returns the medium behind a string of the answer's JSON; undefined where it is none */
export function mediumIn({ media }: Pick<SiftedAnswer, 'media'>, value: string): Pieces | undefined {
  if (!value.startsWith(PLACE)) return bytesOfBase64(value)
  return media[Number(value.slice(PLACE.length))]
}

export const lengthOf = (medium: Pieces): number =>
  medium instanceof Uint8Array ? medium.byteLength : medium.reduce((sum, { byteLength }) => sum + byteLength, 0)

/** Takes a JSON text piece by piece. Any long string in it that looks like base64 is taken for a medium. */
export function answerSieve(): { readonly push: (text: string) => void; readonly end: () => SiftedAnswer } {
  const texts: string[] = []
  const media: (readonly Uint8Array[] | undefined)[] = []
  /** Inside a string: what was read of it, until it is known to be a text or a medium. */
  let begun: string | undefined
  let medium: Decoder | undefined
  let isInside = false
  let rest = ''

  const addInside = (part: string): void => {
    if (medium) return medium.push(part)
    if (begun === undefined) return void texts.push(part)
    begun += part
    if (begun.length < FEWEST_CHARACTERS) return
    medium = /^[A-Za-z0-9+/]*$/.test(begun.slice(0, FEWEST_CHARACTERS).replaceAll('\\/', '/')) ? decoder() : undefined
    if (medium) medium.push(begun)
    else texts.push(begun)
    begun = undefined
  }
  const close = (): void => {
    if (medium) texts.push(JSON.stringify(PLACE + String(media.push(medium.end()) - 1)).slice(1, -1))
    texts.push(begun ?? '', '"')
    medium = undefined
    isInside = false
  }
  const push = (more: string): void => {
    const text = rest + more
    rest = ''
    for (let at = 0; at < text.length; ) {
      if (!isInside) {
        const quote = text.indexOf('"', at)
        const end = quote < 0 ? text.length : quote + 1
        texts.push(text.slice(at, end))
        at = end
        isInside = quote >= 0
        begun = ''
        continue
      }
      INSIDE.lastIndex = at
      const part = INSIDE.exec(text)?.[0] ?? ''
      addInside(part)
      at += part.length
      if (text[at] === '"') close()
      else rest = text.slice(at)
      at += 1
    }
  }
  return { push, end: () => ({ text: texts.join('') + rest, media }) }
}

interface Decoder {
  readonly push: (text: string) => void
  readonly end: () => readonly Uint8Array[] | undefined
}

function decoder(): Decoder {
  const pieces: Uint8Array[] = []
  let rest = ''
  let isBroken = false
  const take = (text: string): void => {
    const bytes = bytesOfBase64(text)
    if (bytes) pieces.push(bytes)
    else isBroken = true
  }
  return {
    push: (text) => {
      const all = rest + (text.includes('\\') ? text.replaceAll('\\/', '/').replace(/\\[nr]/g, '') : text)
      const whole = all.length - (all.length % 4)
      rest = all.slice(whole)
      if (whole > 0) take(all.slice(0, whole))
    },
    end: () => {
      if (rest !== '') take(rest)
      return isBroken ? undefined : pieces
    },
  }
}
