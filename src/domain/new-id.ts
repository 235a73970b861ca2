// Ids that sort by time, as ULIDs do: 10 characters of milliseconds, 16 of chance, in Crockford's base 32, lower case.

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARACTERS = 10
const RANDOM_CHARACTERS = 16

/** @param random fresh random bytes @returns `gen_` + 26 characters for the prefix `gen` */
export function newId(prefix: string, nowMs: number, random: (byteCount: number) => Uint8Array): string {
  const chance = [...random(RANDOM_CHARACTERS)].map((byte) => DIGITS.charAt(byte % 32)).join('')
  return `${prefix}_${timePart(nowMs)}${chance}`
}

/** Whether it can be one of them. */
export const isIdOf = (prefix: string, text: string): boolean => text.length === prefix.length + 1 + TIME_CHARACTERS + RANDOM_CHARACTERS && text.startsWith(`${prefix}_`) && /^\w+$/.test(text)

/** What a batch writes into the row it moves and finds there again if it was the one: 16 hexadecimal digits of chance. */
export const newMoveToken = (random: (byteCount: number) => Uint8Array): string => [...random(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Of a job that is held: begins with its claim's, so that whoever made that can still say that nothing was sent under it. */
export const heldToken = (token: string | null, random: (byteCount: number) => Uint8Array): string => [...(token?.split('.').slice(0, 1) ?? []), newMoveToken(random)].join('.')

/** The time of an id without its prefix. */
export function timeOf(id: string): number {
  let ms = 0
  for (let index = 0; index < TIME_CHARACTERS; index += 1) ms = ms * 32 + DIGITS.indexOf(id.charAt(index))
  return ms
}

/** The first characters of every id made at that time; ids made later are greater. */
export function timePart(nowMs: number): string {
  let rest = nowMs
  let characters = ''
  for (let index = 0; index < TIME_CHARACTERS; index += 1) {
    characters = DIGITS.charAt(rest % 32) + characters
    rest = Math.floor(rest / 32)
  }
  return characters
}
