// The judge of submissions, on what the service and each upstream really say to one another: it lets a good life pass,
// and complains of a second submission to every one of them while nobody knows of the first, or it was accepted.
import { describe, expect, it } from 'vitest'
import { UPSTREAM_IDS } from '../../src/domain/upstream.ts'
import type { CompanyUpstreamId, UpstreamId } from '../../src/domain/upstream.ts'
import { createWorld } from '../world.ts'
import { CALLERS_FILES, caseOf } from './cases.ts'
import type { CaseName } from './cases.ts'
import { protocolOf, protocols } from './protocols.ts'
import type { Protocol } from './protocols.ts'
import { bodyOf } from './requests.ts'
import type { RequestCase } from './schedule.ts'
import { callersFile } from './simulated-env.ts'
import { watchSubmissions } from './submissions.ts'
import type { Submissions } from './submissions.ts'
import { requestOf } from './wire.ts'

/** By which request each upstream is reached. */
const CASE_OF: Readonly<Record<CompanyUpstreamId, CaseName>> = {
  minimax: 'minimax',
  'minimax-image': 'minimax-image',
  kling: 'kling',
  'kling-tasks': 'kling by tasks',
  runway: 'runway',
  luma: 'luma',
  bfl: 'flux-dev',
  elevenlabs: 'elevenlabs',
  heygen: 'heygen',
  veo: 'veo',
  'gemini-omni': 'gemini-omni',
  imagen: 'imagen',
  'google-tts': 'google-tts',
  ark: 'seedance',
  dashscope: 'wan',
  vidu: 'vidu',
  stability: 'stable-diffusion by a picture',
  fal: 'flux-krea',
  hedra: 'hedra',
}

/** What only that company says when nobody can tell, by its documentation. */
const UNCLEAR: Partial<Readonly<Record<UpstreamId, readonly (readonly [status: number, body: string])[]>>> = {
  minimax: [[200, '{"task_id":"","base_resp":{"status_code":1001,"status_msg":"timeout"}}']],
  'minimax-image': [[200, '{"id":"","data":null,"base_resp":{"status_code":1001,"status_msg":"timeout"}}']],
  kling: [[504, '{"code":5002,"message":"internal timeout"}'], [500, '{"code":5002,"message":"backlog"}']],
  'kling-tasks': [[504, '{"code":5002,"message":"internal timeout"}'], [500, '{"code":5002,"message":"backlog"}']],
  luma: [[500, '{"detail":"Luma API timed out"}']],
  bfl: [[500, '{"detail":"Internal Server Error"}']],
  heygen: [[409, '{"error":{"code":"request_in_progress"}}'], [500, '{"error":{"code":"internal_error"}}'], [503, '{}']],
  dashscope: [[500, '{"code":"InternalError.Timeout","message":"timed out"}'], [503, '{"code":"RequestTimeOut","message":""}']],
  vidu: [[409, '{"reason":"Conflict"}'], [499, '{"reason":"Canceled"}']],
  hedra: [[409, '{"error":{"code":"ALREADY_EXISTS"}}']],
}

/** One request to an upstream, and its answer. */
interface Spoken {
  readonly url: string
  readonly init: RequestInit
  readonly answer: Response
}

/** All that is said in the life of one generation, which the word forces. */
async function live(what: CaseName, word: RequestCase['word']): Promise<readonly Spoken[]> {
  const spoken: Spoken[] = []
  const world = await createWorld({
    network: (url, init) => {
      if (url.startsWith(CALLERS_FILES)) return callersFile(url)
      return world.emulators.fetch(url, init).then((answer) => {
        spoken.push({ url, init, answer: answer.clone() })
        return answer
      })
    },
  })
  const { query, variables } = bodyOf({ what, caller: 'large', word, manner: '', hasKey: false, hasWebhook: false, atSeconds: 0, waitSeconds: 0, storeDays: null, upload: null }, 0, false)
  await world.ask(query, variables)
  await world.run(600)
  return spoken
}

const isSubmission = ({ url, init }: Spoken): boolean => protocolOf(requestOf(url, init)) !== undefined

const renamed = (text: string): string => text.replaceAll(/(gen_\w+)-1/g, '$1-2')

/** As our next attempt would send it: under another id of ours. */
function nextAttempt(init: RequestInit): RequestInit {
  const headers = new Headers([...new Headers(init.headers)].map(([name, value]): [string, string] => [name, renamed(value)]))
  return { ...init, headers, ...(typeof init.body === 'string' && { body: renamed(init.body) }) }
}

describe.each(UPSTREAM_IDS)('to %s', (id) => {
  const what = CASE_OF[id]
  const protocol: Protocol = protocols[id]
  const lives = new Map<string, Promise<readonly Spoken[]>>()
  const lifeOf = (word: RequestCase['word']): Promise<readonly Spoken[]> => {
    const life = lives.get(word) ?? live(what, word)
    lives.set(word, life)
    return life
  }
  const submissionsOf = async (word: RequestCase['word']): Promise<readonly [Spoken, ...Spoken[]]> => {
    const [first, ...others] = (await lifeOf(word)).filter(isSubmission)
    if (!first) throw new Error('nothing was submitted')
    return [first, ...others]
  }
  const judge = (): Submissions => watchSubmissions(() => caseOf(what).images ?? 1, { nowMs: 0 })
  const tell = async (to: Submissions, spoken: readonly Spoken[]): Promise<void> => {
    for (const { url, init, answer } of spoken) await to.observe(1, url, init).seen(answer.clone())
  }
  const submitAnew = (to: Submissions, { url, init }: Spoken): unknown => to.observe(2, url, nextAttempt(init))

  it.each(['', '[[fail]]', '[[429]]', '[[500]]', '[[moderated]]'] as const)('nothing is wrong with a life %s', async (word) => {
    const own = judge()
    await tell(own, await lifeOf(word))
    expect(own.complaints).toEqual([])
    expect(await submissionsOf(word)).not.toHaveLength(0)
  })

  it('a second one after it was accepted is wrong', async () => {
    const own = judge()
    await tell(own, await lifeOf(''))
    submitAnew(own, (await submissionsOf(''))[0])
    expect(own.complaints).toEqual(['request 0 was submitted again after one that was accepted'])
  })

  it.each([408, 502, 504, undefined])('a second one after an answer of %s is wrong', async (status) => {
    const own = judge()
    const [first] = await submissionsOf('')
    const { seen } = own.observe(1, first.url, first.init)
    if (status !== undefined) await seen(new Response('<h1>Sorry</h1>', { status, headers: { 'content-type': 'text/html' } }))
    submitAnew(own, first)
    expect(own.complaints).toEqual(['request 0 was submitted again after one that nobody can tell about'])
  })

  it.each(UNCLEAR[id] ?? [])('a second one after its own %i %s is wrong', async (status, body) => {
    const own = judge()
    const [first] = await submissionsOf('')
    await own.observe(1, first.url, first.init).seen(new Response(body, { status, headers: { 'content-type': 'application/json' } }))
    submitAnew(own, first)
    expect(own.complaints).toEqual(['request 0 was submitted again after one that nobody can tell about'])
  })

  it('a second one after a refusal is right', async () => {
    const own = judge()
    const [first] = await submissionsOf('[[429]]')
    await tell(own, [first])
    submitAnew(own, first)
    expect(own.complaints).toEqual([])
  })

  it('a second one after its own verdict is right', async () => {
    const own = judge()
    await tell(own, await lifeOf('[[fail]]'))
    submitAnew(own, (await submissionsOf('[[fail]]'))[0])
    expect(own.complaints).toEqual([])
  })

  it(`the same one sent again is ${protocol.isSameByOwnId ? 'no second one' : 'a second one'}`, async () => {
    const own = judge()
    await tell(own, await lifeOf(''))
    const [{ url, init }] = await submissionsOf('')
    own.observe(2, url, init)
    expect(own.complaints).toHaveLength(protocol.isSameByOwnId ? 0 : 1)
  })

  if (protocol.isSameByOwnId) {
    it('without any id of ours it is a second one', async () => {
      const own = judge()
      const [{ url, init }] = await submissionsOf('')
      const bare = { ...init, headers: {}, ...(typeof init.body === 'string' && { body: init.body.replace(/,"idempotency_key":"[^"]+"/, '') }) }
      own.observe(1, url, bare)
      own.observe(2, url, bare)
      expect(own.complaints).toHaveLength(1)
    })
  }

  if (protocol.names) {
    it('whose work it is is known by its names, also where the service saw no answer', async () => {
      const own = judge()
      const { url, init, answer } = (await submissionsOf('')).at(-1) ?? (await submissionsOf(''))[0]
      await tell(own, (await lifeOf('')).filter((one) => one.init !== init))
      await own.observe(1, url, init).happened(answer.clone())
      expect(own.ownersOf({ ref: await answer.clone().text() })).toContain(0)
    })
  }
})
