// Pictures that no other test has: the emulators deliver the same few to all, and what one test takes down would be down for all.
import type { WorldOptions } from './world.ts'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Of one pixel, with chance behind it. */
const ownPicture = (): Uint8Array<ArrayBuffer> => Uint8Array.of(...Uint8Array.from(atob(PIXEL), (one) => one.charCodeAt(0)), ...new TextEncoder().encode(crypto.randomUUID()))

const isPicture = (url: string, { method = 'GET' }: RequestInit): boolean => method === 'GET' && /\.(?:png|jpe?g|webp)(?:\?|$)/.test(url)

/** Companies deliver one and the same to all worlds that it is given to. */
export function onePicture(): NonNullable<WorldOptions['network']> {
  const bytes = ownPicture()
  return (url, init) => (isPicture(url, init) ? delivered(bytes) : undefined)
}

/** Companies deliver another one each time. */
export const freshPictures: NonNullable<WorldOptions['network']> = (url, init) => (isPicture(url, init) ? delivered(ownPicture()) : undefined)

const delivered = (bytes: Uint8Array<ArrayBuffer>): Promise<Response> => Promise.resolve(new Response(bytes, { headers: { 'content-type': 'image/png' } }))
