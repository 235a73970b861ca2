// What a phone must have fetched before it shows the first text of a page: told from the built site, so that it depends on no machine.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { siteFolder, textOf } from './site.ts'

/** PORTAL.md's line, as Chromium's throttling has it: 1.6 Mbit/s, 150 ms there and back. */
export const LINE = { bytesPerMs: 200, roundTripMs: 150 } as const
/** Of an answer's own lines, the policy among them; as Chromium counted them. */
const HEAD_BYTES = 750

export interface FirstText {
  /** Compressed, with the answers' heads. */
  readonly bytes: number
  /** One after the other: the document, what it names, what those name. */
  readonly roundTrips: number
  /** What shares the line with the document, by address. */
  readonly named: readonly string[]
}

/** Of a page as the site's folder has it: `hi/index.html`. */
export function beforeFirstText(page: string): FirstText {
  const html = textOf(page)
  const named = namedBy(html)
  const sheets = named.filter((address) => address.endsWith('.css'))
  const bytes = [page, ...named.map((address) => address.slice(1))].reduce((sum, path) => sum + HEAD_BYTES + sentBytes(path), 0)
  return { bytes, roundTrips: sheets.some(waitsForMore) ? 3 : 2, named }
}

export const lineMs = ({ bytes, roundTrips }: FirstText): number => roundTrips * LINE.roundTripMs + bytes / LINE.bytesPerMs

/** What is asked for as soon as the document is read: a module waits with its work, not with its bytes. What is lazy comes after the
 *  layout, and what names a width is not for phones. */
function namedBy(html: string): readonly string[] {
  const tags = Array.from(html.matchAll(/<(?:link|script|img|video)\b[^>]*>/g), ([tag]) => tag)
  return tags.flatMap((tag) => {
    const isFetched = /^<script|rel="(?:stylesheet|preload|modulepreload)"/.test(tag) ? !tag.includes('media="(min-width') : /^<(?:img|video)/.test(tag) && !tag.includes('loading="lazy"')
    const address = /\s(?:poster|href)="(\/[^"]+)"/.exec(tag)?.[1] ?? (tag.startsWith('<video') ? undefined : /\ssrc="(\/[^"]+)"/.exec(tag)?.[1])
    return isFetched && address !== undefined ? [address] : []
  })
}

/** A sheet that imports another, or a font without which no text is shown. */
function waitsForMore(address: string): boolean {
  const css = textOf(address.slice(1))
  return css.includes('@import') || Array.from(css.matchAll(/@font-face\s*\{[^}]*\}/g), ([face]) => face).some((face) => !/font-display:\s*swap/.test(face))
}

const sizes = new Map<string, number>()
/** What is compressed already is sent as it is. */
function sentBytes(path: string): number {
  const known = sizes.get(path)
  if (known !== undefined) return known
  const content = readFileSync(join(siteFolder, path))
  const size = /\.(?:html|css|js|svg)$/.test(path) ? gzipSync(content).byteLength : content.byteLength
  sizes.set(path, size)
  return size
}
