// What companies sign their callbacks with. Compared by the platform, in a time that tells nothing.
import * as v from 'valibot'
import { hmacKey } from '../domain/digest.ts'
import type { Told } from './contract.ts'

/** Either way: their clock may be as wrong as ours. */
const MOST_SKEW_MS = 5 * 60_000

export const isRecent = (atMs: number, nowMs: number): boolean => Math.abs(nowMs - atMs) <= MOST_SKEW_MS

export const bytesOfText = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text))

/** HMAC-SHA256. */
export async function isSignedWith(secret: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer> | undefined, text: string): Promise<boolean> {
  if (!signature || secret.byteLength === 0) return false
  return crypto.subtle.verify('HMAC', await hmacKey(secret), signature, bytesOfText(text))
}

const Words = v.record(v.string(), v.unknown())

/** Whether one of the fields says so, in one of the words; letter case aside. */
export const says = (fields: readonly string[], words: ReadonlySet<string>) => ({ json }: Told): boolean => {
  const read = v.safeParse(Words, json)
  return read.success && fields.some((field) => words.has(String(read.output[field]).toLowerCase()))
}
