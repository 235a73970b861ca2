// What every upstream must keep to, through the whole service: however it answers, a generation ends once, is charged or
// refunded in full, is never submitted twice while nobody knows, and the caller hears nothing of the upstream's own.
import { describe, expect, it } from 'vitest'
import type { CompanyUpstreamId } from '../../src/domain/upstream.ts'
import { modelById } from '../../src/catalog/catalog.ts'
import type { UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { MEMORY_ORIGIN } from '../../emulators/desk.ts'
import { speech } from '../../emulators/media.ts'
import { describeCallbacks } from './contract-callbacks.ts'
import type { ContractCase, Part } from './contract-case.ts'
import { lost, ourKeys, play, responseOf } from './contract-session.ts'
import type { Overheard, Play, Scene, Session } from './contract-session.ts'
import { ASKED_WAIT_SECONDS, endingsOfWork } from './contract-work.ts'

/** Our wait before the first repeat of what was refused for now. */
const OUR_WAIT_SECONDS = 5
const FAMILIES = { VIDEO: 'video/', AVATAR: 'video/', IMAGE: 'image/', AUDIO: 'audio/' } as const

export function upstreamContract(id: CompanyUpstreamId, theCase: ContractCase): void {
  const registration: UpstreamRegistration = registrations[id]
  const overheard: Overheard = { told: new Set(), heard: [], logs: [] }
  const start: Play = (scene) => play(theCase, overheard, scene)

  describe(id, () => {
    const delivered = once(async () => {
      const session = await start()
      await session.world.run(120)
      const { url, outputs } = await session.expectCompleted()
      const media = await session.world.fetchApp(String(url).slice('http://127.0.0.1:8787'.length))
      const bytes = await media.arrayBuffer()
      return { session, outputs, contentType: media.headers.get('content-type'), length: bytes.byteLength, row: await session.row() }
    })

    it('delivers media of the type, and charges once', async () => {
      const { session, outputs, contentType, length } = await delivered()
      expect(session.model?.upstream).toBe(id)
      expect(outputs).toHaveLength(1)
      expect(contentType).toContain(FAMILIES[theCase.request.type])
      expect(length).toBe(outputs[0].metadata.bytes)
      expect(session.counts.submit).toBe(1)
    })

    describeRefusals(theCase, start)
    describeUnknowns(registration, theCase, start)
    endingsOfWork(registration, theCase, start)
    describeMedia(theCase, start)
    describeCallbacks(registration, start)

    for (const [part, why] of Object.entries(theCase.hasNo)) {
      it(`has no ${NAMES[part as Part]}: ${why}`, async () => {
        const has = { work: registration.upstream.poll, cancel: registration.upstream.cancel, find: registration.upstream.find }
        expect({ ...has, progress: theCase.progress, links: undefined }[part]).toBeUndefined()
        const { session, row } = await delivered()
        if (part === 'work') expect(session.counts.look).toBe(0)
        if (part === 'links') expect(session.counts.file).toBe(0)
        if (part === 'progress') expect(row).toMatchObject({ progress: null })
      })
    }

    it('never lets its words, ids, hosts and our keys reach a caller', () => {
      const heard = overheard.heard.join('\n')
      const own = [...overheard.told].filter((text) => isItsOwn(text, theCase))
      expect(own.length).toBeGreaterThan(3)
      expect(overheard.heard.length).toBeGreaterThan(20)
      const secrets = [...ourKeys, ...Object.values(theCase.wrongKey), MEMORY_ORIGIN, ...hostsOf(registration)]
      expect([...own, ...secrets].filter((text) => heard.includes(text))).toEqual([])
      expect(heard).not.toContain('INSUFFICIENT_CREDITS')
    })

    it('never lets our keys into our logs', () => {
      const logged = JSON.stringify(overheard.logs)
      expect(ourKeys.filter((key) => logged.includes(key))).toEqual([])
    })
  })
}

const NAMES: Readonly<Record<Part, string>> = {
  work: 'work to look after, that fails, cannot be seen for a while, or never ends',
  progress: 'progress to tell',
  cancel: 'cancel for what has begun',
  find: 'way to find a lost submission',
  links: 'links that could go',
}

function describeRefusals(theCase: ContractCase, start: Play): void {
  it('that refuses the content ends it as moderated', async () => {
    const session = await start({ always: '[[moderated]]' })
    await session.world.run(120)
    await session.expectRefunded({ code: 'GENERATION_FAILED', reason: 'MODERATED', retryable: false })
  })

  it('that finds the input invalid after all ends it as invalid, at the first attempt', async () => {
    const session = await start({ replies: { submit: async () => responseOf(theCase.invalid) } })
    await session.world.run(120)
    await session.expectRefunded({ code: 'INVALID_INPUT', retryable: false })
    expect(session.counts.submit).toBe(1)
  })

  it('that refuses our key rings the alarm, and is unavailable to the caller', async () => {
    const session = await start({ settings: theCase.wrongKey })
    await session.world.run(120)
    await session.expectRefunded({ code: 'PROVIDER_UNAVAILABLE', retryable: true })
    expect(session.hasAlarm()).toBe(true)
  })

  it('where our balance is empty rings the alarm, and never blames the caller', async () => {
    const { emptyBalance } = theCase
    const session = await start(
      'settings' in emptyBalance ? { settings: emptyBalance.settings } : { replies: { submit: async () => responseOf(emptyBalance.answer) } },
    )
    await session.world.run(120)
    await session.expectRefunded({ code: 'PROVIDER_UNAVAILABLE', retryable: true })
    expect(session.hasAlarm()).toBe(true)
  })

  it('that is busy and says for how long is left alone for so long', async () => {
    const session = await start(busy((headers) => headers.set('retry-after', String(ASKED_WAIT_SECONDS))))
    await expectRepeatAfter(session, ASKED_WAIT_SECONDS)
  })

  it('that is busy and does not say for how long is asked again after a while', async () => {
    const session = await start(busy((headers) => headers.delete('retry-after')))
    await expectRepeatAfter(session, theCase.waitSeconds ?? OUR_WAIT_SECONDS)
  })

  if (theCase.unclearServerError === undefined) it('that fails with a 500 is asked again', async () => {
    const session = await start({ first: '[[500]]' })
    await expectRepeatAfter(session, OUR_WAIT_SECONDS)
  })
}

function busy(change: (headers: Headers) => void): Scene {
  return {
    first: '[[429]]',
    replies: {
      submit: async (count, pass) => {
        const answer = await pass()
        if (count > 1) return answer
        const headers = new Headers(answer.headers)
        change(headers)
        return new Response(answer.body, { status: answer.status, headers })
      },
    },
  }
}

async function expectRepeatAfter(session: Session, seconds: number): Promise<void> {
  await session.world.run(seconds - 1)
  expect(await session.read()).toMatchObject({ status: 'QUEUED', attempts: 1 })
  expect(session.counts.submit).toBe(1)
  await session.world.run(1)
  expect(session.counts.submit).toBe(2)
  await session.world.run(120)
  await session.expectCompleted(2)
  expect(session.hasAlarm()).toBe(false)
}

/** What leaves nobody knowing whether it was accepted. */
const UNCLEAR: Readonly<Record<string, (pass: () => Promise<Response>) => Promise<Response>>> = {
  'does not answer in time': () => lost(),
  'is not reached behind its gateway (504)': async () => new Response('<h1>504 Gateway Time-out</h1>', { status: 504, headers: { 'content-type': 'text/html' } }),
  'is given up by the network before it (524)': async () => new Response('error code: 524', { status: 524 }),
  'answers 200 with a page': async () => new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } }),
  'accepts, and the answer is lost': async (pass) => {
    await pass()
    return lost()
  },
}

function describeUnknowns({ upstream }: UpstreamRegistration, theCase: ContractCase, start: Play): void {
  const { unclearServerError: why } = theCase
  const own = why === undefined ? {} : { [`fails with a 500, ${why},`]: async () => Response.json({}, { status: 500 }) }
  for (const [what, reply] of Object.entries({ ...UNCLEAR, ...own })) {
    const accepted = what.startsWith('accepts')
    const isFound = theCase.finds === 'repeating' || (theCase.finds === 'asking' && accepted)
    it(`that ${what} is ${isFound ? 'found again by our id' : 'never asked a second time, and the generation refunded at the deadline'}`, async () => {
      expect(upstream.find !== undefined).toBe(theCase.finds !== undefined)
      const session = await start({ replies: { submit: (count, pass) => (count === 1 ? reply(pass) : pass()) } })
      await session.world.run(100)
      for (const submission of session.submissions) expect(submission.includes(`${session.id}-1`)).toBe(theCase.finds !== undefined)
      if (isFound) {
        expect(session.counts.submit).toBeLessThanOrEqual(theCase.finds === 'repeating' ? 2 : 1)
        return void (await session.expectCompleted())
      }
      await session.world.sweep()
      expect(await session.read()).toMatchObject({ status: 'PROCESSING', attempts: 1 })
      await session.toDeadline()
      await session.expectRefunded({ code: 'GENERATION_FAILED', reason: 'UNKNOWN_OUTCOME' })
      expect(session.counts.submit).toBe(1)
    })
  }
}

function describeMedia(theCase: ContractCase, start: Play): void {
  const { brokenBytes } = theCase
  if (brokenBytes) {
    it('that sends bytes which are no media is not believed', async () => {
      const session = await start({ replies: { submit: async () => responseOf(brokenBytes) } })
      await session.world.run(120)
      await session.expectRefunded({ code: 'GENERATION_FAILED', reason: 'MEDIA' })
    })
    return
  }
  it('whose link is gone ends it, refunded', async () => {
    const session = await start({ replies: { file: async () => new Response('gone', { status: 404 }) } })
    await session.world.run(120)
    await session.expectRefunded({ code: 'GENERATION_FAILED', reason: 'MEDIA' })
  })

  it('that delivers media of another kind is not believed', async () => {
    const headers = { 'content-type': `${FAMILIES[theCase.request.type]}mp4` }
    const session = await start({ replies: { file: async () => new Response(speech('mp3').bytes, { headers }) } })
    await session.world.run(120)
    await session.expectRefunded({ code: 'GENERATION_FAILED', reason: 'MEDIA' })
  })
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => (made ??= make())
}

/** Words that are not everybody's: what we say too, or what the caller said first, is no secret. */
function isItsOwn(text: string, { request }: ContractCase): boolean {
  const common = /^(completed|COMPLETED|cancelled|CANCELLED|\d{4}-\d\d-\d\dT[\d:.]+Z|(image|video|audio)\/\w+|\d+:\d+|\d+x\d+)$/
  return text.length >= 8 && !common.test(text) && !modelById(text) && !Object.values(request.input).some((given) => text.includes(given))
}

function hostsOf({ defaultBaseUrl }: UpstreamRegistration): readonly string[] {
  const url = typeof defaultBaseUrl === 'string' ? defaultBaseUrl : defaultBaseUrl(() => undefined)
  return [new URL(url).hostname]
}
