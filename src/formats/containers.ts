// Which container some bytes are, from their first few, and how each is stored and served. A declared content type
// is never asked. Only what is listed here is ever stored, so nothing else (HTML, SVG) can be served.
import type { MediaKind } from '../domain/media.ts'
import { textAt } from './byte-window.ts'

/** What a probe measures. */
export interface Measured {
  readonly kind: MediaKind
  readonly width?: number
  readonly height?: number
  readonly durationSeconds?: number
}

export interface Form {
  readonly contentType: string
  readonly extension: string
  readonly format: string
}

const FORMS = {
  iso: {
    video: { contentType: 'video/mp4', extension: 'mp4', format: 'mp4' },
    audio: { contentType: 'audio/mp4', extension: 'm4a', format: 'm4a' },
  },
  quicktime: { video: { contentType: 'video/quicktime', extension: 'mov', format: 'mov' } },
  webm: {
    video: { contentType: 'video/webm', extension: 'webm', format: 'webm' },
    audio: { contentType: 'audio/webm', extension: 'weba', format: 'webm' },
  },
  png: { image: { contentType: 'image/png', extension: 'png', format: 'png' } },
  jpeg: { image: { contentType: 'image/jpeg', extension: 'jpg', format: 'jpeg' } },
  webp: { image: { contentType: 'image/webp', extension: 'webp', format: 'webp' } },
  gif: { image: { contentType: 'image/gif', extension: 'gif', format: 'gif' } },
  mp3: { audio: { contentType: 'audio/mpeg', extension: 'mp3', format: 'mp3' } },
  wave: { audio: { contentType: 'audio/wav', extension: 'wav', format: 'wav' } },
  ogg: { audio: { contentType: 'audio/ogg', extension: 'ogg', format: 'ogg' } },
} as const satisfies Record<string, Partial<Record<MediaKind, Form>>>

export type Container = keyof typeof FORMS

/** How a container holding this kind is stored; undefined where it cannot hold it. */
export function formOf(container: Container, kind: MediaKind): Form | undefined {
  const forms: Partial<Record<MediaKind, Form>> = FORMS[container]
  return forms[kind]
}

/** How many bytes `sniff` wants to see, if there are as many. */
export const SNIFF_BYTES = 256

/** Brands of ISO files that are pictures (AVIF, HEIC), which we do not serve. */
const PICTURE_BRANDS = new Set(['avif', 'avis', 'heic', 'heix', 'hevc', 'mif1', 'msf1'])

/** @param head the first bytes of the file, SNIFF_BYTES of them or the whole of a smaller one */
export function sniff(head: Uint8Array): Container | undefined {
  if (head.byteLength < 12) return undefined
  const view = new DataView(head.buffer, head.byteOffset, Math.min(head.byteLength, SNIFF_BYTES))
  const magic = textAt(view, 0, 4)
  const form = textAt(view, 8, 4)
  if (textAt(view, 4, 4) === 'ftyp') {
    if (PICTURE_BRANDS.has(form)) return undefined
    return form === 'qt  ' ? 'quicktime' : 'iso'
  }
  if (magic === '\x1a\x45\xdf\xa3') return textAt(view, 0, view.byteLength).includes('\x42\x82\x84webm') ? 'webm' : undefined
  if (textAt(view, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (magic.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (/^GIF8[79]a/.test(textAt(view, 0, 6))) return 'gif'
  if (magic === 'RIFF') return form === 'WEBP' ? 'webp' : form === 'WAVE' ? 'wave' : undefined
  if (magic === 'OggS') return 'ogg'
  // The eleven bits of an MPEG frame's sync, then layer III. The probe checks that more frames follow.
  if (magic.startsWith('ID3') || (view.getUint16(0) & 0xffe6) === 0xffe2) return 'mp3'
  return undefined
}
