// Every refusal of every company: what it comes to, and what it says about the company's health. Nothing that a caller can bring about
// opens a circuit or rings an alarm.
import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../../src/jobs/record-end.ts'
import { VERDICTS as ark } from '../../src/upstreams/ark/answers.ts'
import { UPSTREAM_IDS } from '../../src/domain/upstream.ts'
import type { CompanyUpstreamId } from '../../src/domain/upstream.ts'
import type { Refused, Upstream } from '../../src/upstreams/contract.ts'
import { VERDICTS as dashscope } from '../../src/upstreams/dashscope/answers.ts'
import { VERDICTS as elevenlabs } from '../../src/upstreams/elevenlabs/adapter.ts'
import { VERDICTS as hedra } from '../../src/upstreams/hedra/answers.ts'
import { VERDICTS as heygen } from '../../src/upstreams/heygen/adapter.ts'
import { upstreamHttp } from '../../src/upstreams/http.ts'
import { VERDICTS as kling } from '../../src/upstreams/kling/answers.ts'
import { CODES as minimax } from '../../src/upstreams/minimax/answers.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { VERDICTS as vidu } from '../../src/upstreams/vidu/answers.ts'
import type { Doer, RefusalCase, Refusing } from './refusal-case.ts'
import { REFUSALS } from './refusal-cases.ts'

const HEALTH: Readonly<Record<Doer, 'NEITHER' | 'ALARM' | 'FAILURE'>> = { caller: 'NEITHER', crowd: 'NEITHER', nobody: 'NEITHER', us: 'ALARM', company: 'FAILURE' }
/** What every company may answer, whatever its own words are; a text is a page from in front of it. */
const EVERYBODYS: readonly RefusalCase[] = [
  { code: 'a firewall before it', status: 403, body: '<h1>Blocked</h1>', refusal: 'UNAVAILABLE', by: 'caller' },
  { code: 'too many', status: 429, body: {}, refusal: 'BUSY', by: 'crowd' },
  { code: 'too large', status: 413, body: {}, refusal: 'INVALID_INPUT', by: 'caller' },
  { code: 'a refused key', status: 401, body: {}, refusal: 'UNAVAILABLE', by: 'us' },
  { code: 'nobody knows what', status: 418, body: {}, refusal: 'UNAVAILABLE', by: 'nobody' },
]

async function refusedBy(id: CompanyUpstreamId, { submission, ref, before }: Refusing, { status, body, look, input }: RefusalCase): Promise<Refused> {
  const upstream: Upstream = registrations[id].upstream
  const http = upstreamHttp({ baseUrl: 'https://api.example.com', authorize: async () => ({}) }, async (url, init) => {
    const first = (look || !url.endsWith('/status')) && before?.(url)
    if (first && !(init.method === 'POST' && look)) return Response.json(first, { status: url.endsWith('/files') ? 201 : 200 })
    return typeof body === 'string' ? new Response(body, { status, headers: { 'content-type': body === '' ? 'audio/mpeg' : 'text/html' } }) : Response.json(body, { status })
  }, () => 0)
  const outcome = look && ref ? await upstream.poll?.(http, ref) : await upstream.submit(http, { ...submission, ...(input && { input }) })
  if (outcome?.kind !== 'REJECTED' && outcome?.kind !== 'FAILED') throw new Error(JSON.stringify(outcome))
  return outcome
}

describe.each(UPSTREAM_IDS)('%s', (id) => {
  const refusing = REFUSALS[id]
  const cases = [...refusing.cases, ...EVERYBODYS]
  it.each(cases.map((one) => [`${one.status} ${one.code}${one.look ? ' at a look' : ''}`, one] as const))('%s', async (_name, one) => {
    const refused = await refusedBy(id, refusing, one)
    expect([refused.refusal, outcomeOf(refused)]).toEqual([one.refusal, HEALTH[one.by]])
    expect(refused.alarm !== undefined).toBe(one.by === 'us' || one.alarm === true)
  })
})

describe('no refusal is missing above', () => {
  it.each(Object.entries({ hedra, kling, minimax, vidu }))('of the codes of %s', (id, table) => {
    const told = new Set(REFUSALS[id as CompanyUpstreamId].cases.map(({ code }) => code))
    expect(Object.keys(table).filter((code) => !told.has(code))).toEqual([])
  })

  it.each(Object.entries({ ark, dashscope, elevenlabs, heygen }))('of the patterns of %s, each of its words', (id, table) => {
    const told = REFUSALS[id as CompanyUpstreamId].cases.map(({ code }) => code)
    const untold = table.filter(([pattern], index) => !told.some((code) => table.findIndex(([one]) => one.test(code)) === index && pattern.test(code)))
    expect(untold.map(([pattern]) => String(pattern))).toEqual([])
  })
})
