// Links that work without an API key until they expire: to stored media, and to where an upload is sent.
// `/media/<key>?exp=<unix seconds>&kid=<n>&sig=<HMAC-SHA256 of all of it>`, with `&name=` for what is to be saved. They are
// minted anew on each read.
import { base64url } from 'jose'
import { hmacKey } from '../domain/digest.ts'

export type LinkVerdict =
  | { readonly kind: 'VALID'; readonly key: string; readonly expiresAtMs: number; readonly fileName: string | undefined }
  /** Rightly signed, too old. */
  | { readonly kind: 'EXPIRED' }
  /** Not a link of ours, or changed since. */
  | { readonly kind: 'TAMPERED' }

export const MEDIA_PATH = '/media/'

const VERSION = 'v1'
const LIFE_SECONDS = 3600
/** Reads within a window get the same link, so that a browser's cache is of use. A link lives 55 to 60 minutes. */
const WINDOW_SECONDS = 300
/** 32 bytes in base64url. */
const SIGNATURE = /^[\w-]{43}$/

export interface LinkedFile {
  readonly publicUrl: string
  readonly key: string
  /** The link never outlives the file. */
  readonly fileExpiresAtMs: number
  /** To be saved under, instead of being shown. */
  readonly fileName?: string
}

/**
 * @param secrets the setting: one secret, or several separated by commas, oldest first. The last one signs, all verify,
 *   and `kid` is its place in the list, from 1: to change the secret, append one, and blank the old a day later, since an
 *   upload's link lives as long as a company's work.
 */
export async function signedLink({ publicUrl, key, fileExpiresAtMs, fileName }: LinkedFile, secrets: string, nowMs: number): Promise<{ url: string; expiresAtMs: number }> {
  const roundedSeconds = Math.floor((nowMs / 1000 + LIFE_SECONDS) / WINDOW_SECONDS) * WINDOW_SECONDS
  return signedPath(publicUrl, MEDIA_PATH + key, secrets, Math.min(roundedSeconds * 1000, fileExpiresAtMs), fileName)
}

/** @param path from its slash on; what it begins with says what the link is good for */
export async function signedPath(
  publicUrl: string,
  path: string,
  secrets: string,
  expiresAtMs: number,
  fileName?: string,
): Promise<{ url: string; expiresAtMs: number }> {
  const expires = String(Math.floor(expiresAtMs / 1000))
  const keyId = String(secrets.split(',').length)
  const secret = secretOf(secrets, keyId)
  if (!secret) throw new Error('the secret for media links is empty')
  const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), signedBytes(path, expires, keyId, fileName))
  const name = fileName === undefined ? '' : `&name=${encodeURIComponent(fileName)}`
  return { url: `${publicUrl}${path}?exp=${expires}&kid=${keyId}&sig=${base64url.encode(new Uint8Array(signature))}${name}`, expiresAtMs: Number(expires) * 1000 }
}

/** Says EXPIRED only of what was rightly signed, so that a forger learns nothing. @param prefix what the link must be good for */
export async function verifyLink(url: URL, secrets: string, nowMs: number, prefix = MEDIA_PATH): Promise<LinkVerdict> {
  const expires = onlyValue(url, 'exp')
  const keyId = onlyValue(url, 'kid')
  const signature = onlyValue(url, 'sig')
  const fileName = url.searchParams.has('name') ? (onlyValue(url, 'name') ?? '') : undefined
  if (!expires || !keyId || !signature || !SIGNATURE.test(signature)) return { kind: 'TAMPERED' }
  const secret = secretOf(secrets, keyId)
  if (!secret || !url.pathname.startsWith(prefix)) return { kind: 'TAMPERED' }
  const isOurs = await crypto.subtle.verify(
    'HMAC',
    await keyOf(secret),
    base64url.decode(signature),
    signedBytes(url.pathname, expires, keyId, fileName),
  )
  if (!isOurs) return { kind: 'TAMPERED' }
  const expiresAtMs = Number(expires) * 1000
  return nowMs < expiresAtMs ? { kind: 'VALID', key: url.pathname.slice(prefix.length), expiresAtMs, fileName } : { kind: 'EXPIRED' }
}

/** A parameter that is given twice is read differently by different readers: it counts as absent. */
function onlyValue(url: URL, name: string): string | undefined {
  const values = url.searchParams.getAll(name)
  return values.length === 1 ? values[0] : undefined
}

function secretOf(secrets: string, keyId: string): string | undefined {
  return secrets.split(',')[Number(keyId) - 1]
}

/** As many as the setting has had: to make one anew costs more than signing. */
const keys = new Map<string, CryptoKey>()

async function keyOf(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret)
  if (known) return known
  const made = await hmacKey(Uint8Array.from(new TextEncoder().encode(secret)))
  keys.set(secret, made)
  return made
}

function signedBytes(path: string, expires: string, keyId: string, fileName: string | undefined): Uint8Array {
  return new TextEncoder().encode([VERSION, path, expires, keyId, ...(fileName === undefined ? [] : [fileName])].join('\n'))
}
