// The files that simulated clients send beforehand, and what companies are given of them.
import { toHex } from '../../src/domain/digest.ts'
import type { Bytes } from '../uploads/sending.ts'
import { INLINE_PICTURE } from './cases.ts'
import { bodyText } from './wire.ts'

const PART_BYTES = 16 * 1024 * 1024
/** One more than comes in one piece. */
const FILM_BYTES = 90_000_001

/** Files that no plan is of: what is sent in another's place, and what a wrong hash is of. */
export const ANOTHER = 8
const UNSENT = 9

const base64Bytes = (text: string): Bytes => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

/** A picture with something behind its end, which no reader of pictures minds. */
export function pictureOf(file: number): Bytes {
  const picture = base64Bytes(INLINE_PICTURE.slice(INLINE_PICTURE.indexOf(',') + 1))
  const whole = new Uint8Array(picture.byteLength + 100).fill(file)
  whole.set(picture)
  return whole
}

/** Made when the first run wants it. */
const films = new Map<number, Bytes>()

export function filmOf(file: number): Bytes {
  const known = films.get(file)
  if (known) return known
  const film: Bytes = new Uint8Array(FILM_BYTES).fill(file)
  film.set(new TextEncoder().encode('\0\0\0\x18ftypisom\0\0\0\0isommp42'))
  films.set(file, film)
  return film
}

export const partOf = (film: Bytes, part: number): Bytes => film.subarray((part - 1) * PART_BYTES, Math.min(film.byteLength, part * PART_BYTES))

export const digestOf = async (bytes: BufferSource): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', bytes))

const digests = new Map<Bytes, string>()

/** Of a film once: it takes a while. */
export async function sha256Of(bytes: Bytes): Promise<string> {
  const sha256 = digests.get(bytes) ?? (await digestOf(bytes))
  if (bytes.byteLength === FILM_BYTES) digests.set(bytes, sha256)
  return sha256
}

export const unsentHash = (isFilm: boolean): Promise<string> => (isFilm ? Promise.resolve('0'.repeat(64)) : sha256Of(pictureOf(UNSENT)))

/** What of a body is a file: a form's, or in base64. */
export async function filesIn(init: RequestInit): Promise<readonly string[]> {
  if (init.body instanceof FormData) {
    const values: unknown[] = [...init.body].map(([, value]) => value)
    return Promise.all(values.filter((value) => value instanceof Blob).map(async (file) => digestOf(await file.arrayBuffer())))
  }
  const encoded = [...bodyText(init).matchAll(/"(?:data:image\/png;base64,)?(iVBORw0KGgo[A-Za-z0-9+/=]+)"/g)]
  return Promise.all(encoded.map(([, text = '']) => digestOf(base64Bytes(text))))
}

/** Our own links to uploads in a body. */
export const linksIn = (init: RequestInit): readonly string[] => [...bodyText(init).matchAll(/"(http[^"]*\/media\/uploads\/[^"]*)"/g)].flatMap(([, url]) => (url === undefined ? [] : [url]))
