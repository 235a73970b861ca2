// Numbers and times as people read them.
import { grouped, localeOf } from '../../language.ts'
import type { Language } from '../../language.ts'
import type { PlaygroundWords } from '../../words/playground.ts'
import type { Spoken } from './context.ts'

const MINUTE_SECONDS = 60
const HOUR_SECONDS = 3600
const DAY_SECONDS = 86_400
const ROUND_FROM_SECONDS = 120

export function sayDuration(seconds: number, words: PlaygroundWords): string {
  return seconds < ROUND_FROM_SECONDS ? words.seconds(grouped(Math.max(1, Math.round(seconds)))) : words.minutes(grouped(Math.round(seconds / MINUTE_SECONDS)))
}

/** From now: "in 7 days". */
export function sayUntil(at: string, nowMs: number, language: Language): string {
  const seconds = Math.max(0, (Date.parse(at) - nowMs) / 1000)
  const words = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'always' })
  if (seconds >= DAY_SECONDS) return words.format(Math.floor(seconds / DAY_SECONDS), 'day')
  if (seconds >= HOUR_SECONDS) return words.format(Math.floor(seconds / HOUR_SECONDS), 'hour')
  return words.format(Math.ceil(seconds / MINUTE_SECONDS), 'minute')
}

export const sayOption = (name: string, { words }: Pick<Spoken, 'words'>): string => words.optionNames[name] ?? name

export const sayInput = (name: string, type: string, { words }: Pick<Spoken, 'words'>): string => (name === 'text' && (type === 'AUDIO' || type === 'AVATAR') ? words.speech : (words.inputs as Readonly<Record<string, string>>)[name] ?? name)
