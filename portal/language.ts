// The portal's two languages, Hindi first, and how numbers and days read in them.
import type { Language, Sentence } from '../src/domain/errors.ts'

export type { Language, Sentence }

export const LANGUAGES = ['hi', 'en'] as const satisfies readonly Language[]

export const other = (language: Language): Language => (language === 'hi' ? 'en' : 'hi')

/** The address of a page. @param path below the language: `models/kling/`; empty is home */
export const addressOf = (language: Language, path: string): string => `/${language}/${path}`

/** Indian grouping in both: 12,34,567. */
export const grouped = (value: number): string => value.toLocaleString('en-IN')

export const localeOf = (language: Language): string => (language === 'hi' ? 'hi-IN' : 'en-IN')

/** @param day as rows write it: `2026-11-22` */
export function dayOf(day: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/** A day and a time of it, by the reader's clock. @param iso RFC 3339 */
export function momentOf(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(new Date(iso))
}

export function sayBytes(bytes: number): string {
  const kilobytes = bytes / 1000
  return kilobytes < 1000 ? `${grouped(Math.max(1, Math.round(kilobytes)))} KB` : `${(kilobytes / 1000).toFixed(1)} MB`
}
