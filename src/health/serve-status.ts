// `GET /status.json` and `/status.rss`: for anybody, from any page, without a key.
import type { Language, Sentence } from '../domain/errors.ts'
import { answerPreflight, isPreflight } from '../http/cross-origin.ts'
import { readStatus } from './status.ts'
import type { Status, StatusIncident, StatusMemory, StatusNeeds } from './status.ts'

const HEADERS = { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60, stale-while-revalidate=300', 'x-content-type-options': 'nosniff' } as const

export async function serveStatus(request: Request, needs: StatusNeeds, memory: StatusMemory, publicUrl: string): Promise<Response> {
  if (isPreflight(request)) return answerPreflight(request, ['GET', 'HEAD'])
  const { pathname, searchParams } = new URL(request.url)
  const status = await readStatus(needs, memory)
  const isFeed = pathname.endsWith('.rss')
  const body = isFeed ? feedOf(status, searchParams.get('lang') === 'hi' ? 'hi' : 'en', publicUrl) : JSON.stringify(status)
  const contentType = isFeed ? 'application/rss+xml; charset=utf-8' : 'application/json; charset=utf-8'
  return new Response(request.method === 'HEAD' ? null : body, { headers: { ...HEADERS, 'content-type': contentType } })
}

const WORDS = {
  title: { en: 'Doitong status', hi: 'Doitong की स्थिति' },
  description: { en: 'When a provider kept failing.', hi: 'कब कोई provider बार-बार असफल हुआ।' },
  open: { en: '{name} keeps failing', hi: '{name} बार-बार असफल हो रहा है' },
  recovering: { en: '{name} is recovering', hi: '{name} ठीक हो रहा है' },
  past: { en: '{name} kept failing', hi: '{name} बार-बार असफल हुआ' },
  since: { en: 'Since {start} UTC. It goes on.', hi: '{start} UTC से। यह अभी जारी है।' },
  between: { en: 'From {start} to {end} UTC, {percent} % of the attempts succeeded.', hi: '{start} से {end} UTC तक {percent} % प्रयास सफल रहे।' },
} as const satisfies Record<string, Sentence>

/** RSS 2.0. */
export function feedOf({ generatedAt, incidents }: Status, language: Language, publicUrl: string): string {
  const self = `${publicUrl}/status.rss${language === 'hi' ? '?lang=hi' : ''}`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">',
    '<channel>',
    element('title', WORDS.title[language]),
    element('link', `${publicUrl}/${language}/status/`),
    element('description', WORDS.description[language]),
    element('language', language),
    element('lastBuildDate', new Date(generatedAt).toUTCString()),
    element('ttl', '60'),
    `<atom:link href="${escaped(self)}" rel="self" type="application/rss+xml"/>`,
    ...incidents.map((incident) => itemOf(incident, language, publicUrl)),
    '</channel>',
    '</rss>',
    '',
  ].join('\n')
}

function itemOf(incident: StatusIncident, language: Language, publicUrl: string): string {
  const { provider, name, start, end, state, successRate } = incident
  const title = end !== null ? WORDS.past : state === 'DEGRADED' ? WORDS.recovering : WORDS.open
  const values = { name, start: minutes(start), end: minutes(end ?? start), percent: String(Math.round((successRate ?? 0) * 100)) }
  return [
    '<item>',
    element('title', filled(title[language], values)),
    element('link', `${publicUrl}/${language}/status/`),
    `<guid isPermaLink="false">${escaped(`${provider}/${start}/${end === null ? 'open' : 'past'}`)}</guid>`,
    element('pubDate', new Date(start).toUTCString()),
    element('description', filled((end === null ? WORDS.since : WORDS.between)[language], values)),
    '</item>',
  ].join('\n')
}

const minutes = (iso: string): string => iso.slice(0, 16).replace('T', ' ')

const filled = (text: string, values: Readonly<Record<string, string>>): string => Object.entries(values).reduce((words, [name, value]) => words.replace(`{${name}}`, value), text)

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
