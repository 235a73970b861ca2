// What a caller's medium is: its bytes decide, and what a label says only where several types look alike.
import { formOf, sniff, SNIFF_BYTES } from './containers.ts'
import type { MediaKind } from '../domain/media.ts'

/** Sounds that companies take and that we never serve. */
const OTHER_SOUNDS: readonly (readonly [magic: readonly number[], contentType: string])[] = [
  [[0x66, 0x4c, 0x61, 0x43], 'audio/flac'],
  [[0xff, 0xf1], 'audio/aac'],
  [[0xff, 0xf9], 'audio/aac'],
]
/** `sniff` looks at so many bytes; a shorter file is what its beginning says. */
const FEWEST_BYTES = 12

const OTHER_NAMES: ReadonlyMap<string, string> = new Map(Object.entries({
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'audio/mp3': 'audio/mpeg',
  'audio/x-mp3': 'audio/mpeg',
  'audio/mpeg3': 'audio/mpeg',
  'audio/wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-pn-wav': 'audio/wav',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/ogg': 'audio/ogg',
  'audio/x-flac': 'audio/flac',
  'audio/aacp': 'audio/aac',
  'audio/x-aac': 'audio/aac',
}))
/** What can be sent beforehand, by the media type that its bytes will have. */
const KNOWN_TYPES: ReadonlyMap<string, { readonly kind: MediaKind; readonly extension: string }> = new Map([
  ['image/png', { kind: 'image', extension: 'png' }],
  ['image/jpeg', { kind: 'image', extension: 'jpg' }],
  ['image/webp', { kind: 'image', extension: 'webp' }],
  ['image/gif', { kind: 'image', extension: 'gif' }],
  ['audio/mpeg', { kind: 'audio', extension: 'mp3' }],
  ['audio/wav', { kind: 'audio', extension: 'wav' }],
  ['audio/mp4', { kind: 'audio', extension: 'm4a' }],
  ['audio/ogg', { kind: 'audio', extension: 'ogg' }],
  ['audio/webm', { kind: 'audio', extension: 'weba' }],
  ['audio/flac', { kind: 'audio', extension: 'flac' }],
  ['audio/aac', { kind: 'audio', extension: 'aac' }],
  ['video/mp4', { kind: 'video', extension: 'mp4' }],
  ['video/quicktime', { kind: 'video', extension: 'mov' }],
  ['video/webm', { kind: 'video', extension: 'webm' }],
])

export const INPUT_TYPES: readonly string[] = [...KNOWN_TYPES.keys()]

/** A label as it is usually written, its parameters left out; undefined for what nobody takes. */
export function knownInputType(label: string): { readonly contentType: string; readonly kind: MediaKind; readonly extension: string } | undefined {
  const bare = (label.split(';')[0] ?? '').trim().toLowerCase()
  const contentType = OTHER_NAMES.get(bare) ?? bare
  const known = KNOWN_TYPES.get(contentType)
  return known && { contentType, ...known }
}

/** Labels that say nothing, and so nothing wrong. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'application/x-www-form-urlencoded'])

/** The media type of bytes that are to be of this kind; undefined where they are not. */
export function typeOfInput(bytes: Uint8Array, kind: MediaKind): string | undefined {
  const head = new Uint8Array(Math.max(FEWEST_BYTES, Math.min(SNIFF_BYTES, bytes.byteLength)))
  head.set(bytes.subarray(0, SNIFF_BYTES))
  const sound = kind === 'audio' ? OTHER_SOUNDS.find(([magic]) => magic.every((byte, index) => head[index] === byte)) : undefined
  if (sound) return sound[1]
  const found = sniff(head)
  return found && formOf(found, kind)?.contentType
}

/** The name of a kind of picture that people have and companies do not take. */
export function unservedPicture(bytes: Uint8Array): 'HEIC' | 'AVIF' | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 32))
  if (head.slice(4, 8) !== 'ftyp') return undefined
  const brands = head.slice(8)
  if (/avi[fs]/.test(brands)) return 'AVIF'
  return /^(?:hei[cxms]|hev[cxms]|mif1|msf1)/.test(brands) ? 'HEIC' : undefined
}

/** True where a label says another type than the bytes are: worth telling. One container of sound and film has a name for each. */
export function isMislabelled(claimed: string, actual: string): boolean {
  const said = OTHER_NAMES.get(claimed) ?? claimed
  return !SAYS_NOTHING.has(said) && container(said) !== container(actual)
}

const container = (type: string): string => type.replace(/^(?:audio|video)\//, '')
