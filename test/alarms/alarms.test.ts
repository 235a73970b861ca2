// What a person must mend reaches a person: once an hour, without secrets, also when the database is away.
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { composeBackground } from '../../src/compose.ts'
import type { Env } from '../../src/env.ts'
import { newMemory } from '../../src/isolate-memory.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { LOG, adminWorld } from '../graphql/nouns/administration.ts'
import { bodyText } from '../simulation/wire.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { WorldOptions } from '../world.ts'

const POST_URL = 'https://hooks.example.com/services/T0SECRET'
const HEARTBEAT_URL = 'https://watch.example.com/ping/abc-secret'
const LIST = '{ adminAlarms { kind subject detail count postedAt closedAt } }'
const CLOSE = 'mutation ($kind: AlarmKind!, $subject: ID!) { adminAlarmClose(kind: $kind, subject: $subject, reason: "mended") { kind subject } }'

beforeEach(async () => void (await env.DB.exec('delete from alarms')))

/** A world with operators who listen. */
async function watchedWorld(options: WorldOptions & { readonly answer?: () => Response } = {}) {
  const posted: string[] = []
  const pings: string[] = []
  const world = await adminWorld({
    ...options,
    settings: { ALARM_WEBHOOK_URL: POST_URL, HEARTBEAT_URL, ...options.settings },
    network: (url, init) => {
      if (url === POST_URL) {
        posted.push((JSON.parse(bodyText(init)) as { text: string }).text)
        return Promise.resolve(options.answer?.() ?? new Response('ok'))
      }
      if (url === HEARTBEAT_URL) {
        pings.push(init.method ?? '')
        return Promise.resolve(new Response('ok'))
      }
      return options.network?.(url, init)
    },
  })
  return { world, posted, pings }
}

const alarm = { kind: 'AUDIT', subject: 'acc_1', detail: 'the balance is 7' } as const

describe('an alarm', () => {
  it('is a row of its kind, subject and hour, whose count grows, and is posted once an hour', async () => {
    const { world, posted } = await watchedWorld()
    const { services, clock } = world
    for (let times = 0; times < 3; times += 1) await services.alarm(alarm)
    await services.alarm({ ...alarm, subject: 'acc_2' })
    expect(posted).toEqual([expect.stringMatching(/^AUDIT acc_1: the balance is 7 \(/), expect.stringMatching(/^AUDIT acc_2/)])
    expect((await world.ask(LIST))['adminAlarms']).toContainEqual({ kind: 'AUDIT', subject: 'acc_1', detail: 'the balance is 7', count: 3, postedAt: expect.any(String), closedAt: null })
    clock.nowMs += 3_600_000
    await services.alarm(alarm)
    expect(posted).toHaveLength(3)
  })

  it('of a hundred at once is posted once', async () => {
    const { world, posted } = await watchedWorld()
    await Promise.all(Array.from({ length: 100 }, () => world.services.alarm(alarm)))
    expect(posted).toHaveLength(1)
  })

  it('is posted by the next one when it could not be', async () => {
    let status = 500
    const { world, posted } = await watchedWorld({ answer: () => new Response('', { status }) })
    await world.services.alarm(alarm)
    status = 200
    await world.services.alarm(alarm)
    await world.services.alarm(alarm)
    expect(posted).toHaveLength(2)
  })

  it('reaches its readers also while D1 is away, at most once an hour of an isolate', async () => {
    const { world, posted } = await watchedWorld()
    const away = { ...world.env, DB: new Proxy(env.DB, { get: (target, name) => (name === 'batch' ? () => Promise.reject(new Error('D1_ERROR: Network connection lost.')) : Reflect.get(target, name).bind(target)) }) } as Env
    const outside = { now: () => world.clock.nowMs, random: (count: number) => new Uint8Array(count), pause: async () => undefined, print: () => undefined, fetch: async (_: string, init: RequestInit) => (posted.push(bodyText(init)), new Response('ok')) }
    const memory = newMemory()
    for (let times = 0; times < 5; times += 1) await composeBackground(away, outside, memory).alarm(alarm)
    expect(posted).toHaveLength(1)
    await sweep(composeBackground(away, outside, memory))
    expect(posted.filter((text) => text.includes('STORAGE sweeper'))).toHaveLength(1)
  })

  it('never fails, wherever it is to go', async () => {
    const { world } = await watchedWorld({ answer: () => { throw new TypeError('no such host') } })
    await expect(world.services.alarm(alarm)).resolves.toBeUndefined()
  })

  it('tells no secret, and its own address stands in no log', async () => {
    const { world, posted } = await watchedWorld({ settings: { LUMA_API_KEY: 'luma-very-secret-key' }, answer: () => new Response('', { status: 500 }) })
    await world.services.alarm({ ...alarm, detail: `refused luma-very-secret-key and ${POST_URL}` })
    const told = JSON.stringify([posted, world.logs, await world.ask(LIST)])
    expect(told).not.toMatch(/luma-very-secret-key|T0SECRET|abc-secret/)
  })
})

describe('an administrator', () => {
  it('closes the alarms of a kind and subject, which the log tells, and what happens again opens one', async () => {
    const { world } = await watchedWorld()
    await world.services.alarm(alarm)
    world.clock.nowMs += 3_600_000
    await world.services.alarm(alarm)
    await world.services.alarm({ ...alarm, subject: 'acc_2' })
    const closed = await world.ask(CLOSE, { kind: 'AUDIT', subject: 'acc_1' })
    expect(closed['adminAlarmClose']).toEqual([{ kind: 'AUDIT', subject: 'acc_2' }])
    expect((await world.ask(LOG, { first: 1 }))['adminAuditLog'].edges[0].node).toMatchObject({ action: 'alarm.close', target: 'AUDIT acc_1', detail: { reason: 'mended' } })
    await world.services.alarm(alarm)
    expect((await world.ask(LIST))['adminAlarms']).toHaveLength(2)
  })
})

describe('the things that raise one', () => {
  it('are a key that an upstream refuses, told without its words', async () => {
    const { world, posted } = await watchedWorld({
      network: (url, init) => (init.method === 'POST' && url.includes('/emulators/luma/') ? Promise.resolve(Response.json({ detail: 'bad key for a storm' }, { status: 401 })) : undefined),
    })
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    await world.run(5)
    expect(posted).toEqual([expect.stringMatching(/^UPSTREAM_KEY luma: /)])
    expect(posted[0]).not.toContain('storm')
  })

  it('are a sweeper that is late', async () => {
    const { world, posted } = await watchedWorld()
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    world.clock.nowMs += 20 * 60_000
    await world.sweep()
    expect(posted).toEqual([expect.stringMatching(/^SWEEPER WORK: what is due longest has waited for 1[89] minutes/)])
  })

  it('are a circuit that has been open for half an hour', async () => {
    const { world, posted } = await watchedWorld()
    for (let minutes = 0; minutes < 60; minutes += 1) {
      await world.services.health.record({ upstream: 'luma', model: 'ray-2' }, `acc_${minutes}`, 'ALARM', 0)
      world.clock.nowMs += 60_000
    }
    expect(posted).toEqual([expect.stringMatching(/^CIRCUIT luma: nothing has come of it for 3\d minutes/)])
  })
})

describe('a sweep', () => {
  it('that succeeds is told to whoever watches', async () => {
    const { world, pings } = await watchedWorld()
    await world.sweep()
    expect(pings).toEqual(['GET'])
  })

  it('is told to nobody where nothing is set', async () => {
    const world = await createWorld()
    await expect(world.sweep()).resolves.toBe(0)
  })
})
