import { describe, expect, test } from 'vitest'
import { memoryDesk, memoryDesks, MEMORY_ORIGIN } from '../../emulators/desk.ts'
import { hang, type Emulator, type Task } from '../../emulators/emulator.ts'

/** Says what it was asked; publishes on POST; hangs on /hang. */
const parrot = (mount: string): Emulator => ({
  mount,
  handle: async (request, desk) => {
    const { pathname, search } = new URL(request.url)
    if (pathname === '/hang') return hang()
    if (request.method !== 'POST') return Response.json({ pathname, search, key: request.headers.get('x-key') })
    const body = await request.bytes()
    return Response.json(await desk.publish({ bytes: body, contentType: 'image/png' }, 60))
  },
})

const task: Task = { id: 't1', externalId: 'gen_1-1', createdAtMs: 5, forced: undefined, request: { prompt: 'a river', n: 2 } }

describe('fetch', () => {
  test('takes the mount off before the emulator sees the request', async () => {
    const { fetch, origin } = memoryDesk(parrot('kling'), { nowMs: 0 })
    expect(origin).toBe('http://127.0.0.1:8787/emulators/kling')
    const answer = await fetch(`${origin}/v1/videos/text2video?page=2`, { headers: { 'x-key': 'k' } })
    expect(await answer.json()).toEqual({ pathname: '/v1/videos/text2video', search: '?page=2', key: 'k' })
  })

  test('answers 404 for every other address', async () => {
    const { fetch, origin } = memoryDesk(parrot('kling'), { nowMs: 0 })
    for (const url of ['http://elsewhere.test/v1', `${origin}x/v1`, `${MEMORY_ORIGIN}/luma/v1`, `${MEMORY_ORIGIN}/media/unknown`]) {
      expect((await fetch(url)).status).toBe(404)
    }
  })

  test('rejects with the reason of the signal while the emulator hangs', async () => {
    const { fetch, origin } = memoryDesk(parrot('kling'), { nowMs: 0 })
    const controller = new AbortController()
    const answer = fetch(`${origin}/hang`, { signal: controller.signal })
    const reason = new Error('waited long enough')
    controller.abort(reason)
    await expect(answer).rejects.toBe(reason)
    await expect(fetch(`${origin}/v1`, { signal: controller.signal })).rejects.toBe(reason)
  })
})

describe('published media', () => {
  test('are to be had without a key until their link expires', async () => {
    const clock = { nowMs: 1_000 }
    const { fetch, origin } = memoryDesk(parrot('luma'), clock)
    const url: string = await (await fetch(origin, { method: 'POST', body: 'pixels' })).json()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8787\/emulators\/media\/[0-9a-f-]{36}\.png$/)
    clock.nowMs += 59_999
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-length')]).toEqual([200, 'image/png', '6'])
    expect(new TextDecoder().decode(await answer.bytes())).toBe('pixels')
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), (await head.bytes()).length]).toEqual([200, '6', 0])
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405)
    clock.nowMs += 1
    expect((await fetch(url)).status).toBe(403)
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(403)
  })
})

describe('tasks', () => {
  test('are found by id and by external id, as they were put, until deleted', async () => {
    const { desk } = memoryDesk(parrot('kling'), { nowMs: 0 })
    await desk.tasks.put(task)
    await desk.tasks.put({ ...task, id: 't2', externalId: 'gen_2-1' })
    expect(await desk.tasks.get('t1')).toEqual(task)
    expect(await desk.tasks.findByExternalId('gen_2-1')).toMatchObject({ id: 't2' })
    await desk.tasks.put({ ...task, cancelledAtMs: 9 })
    expect(await desk.tasks.get('t1')).toMatchObject({ cancelledAtMs: 9 })
    await desk.tasks.delete('t1')
    expect(await desk.tasks.get('t1')).toBeUndefined()
    expect(await desk.tasks.findByExternalId('gen_1-1')).toBeUndefined()
    expect(await desk.tasks.get('t2')).toBeDefined()
  })

  test('of one emulator are unknown to another', async () => {
    const { deskOf } = memoryDesks([parrot('kling'), parrot('luma')], { nowMs: 0 })
    await deskOf('kling').tasks.put(task)
    expect(await deskOf('luma').tasks.get('t1')).toBeUndefined()
  })
})

test('ids are UUIDs, all different, and the same in every run', () => {
  const first = idsOfOneRun()
  expect(first.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([])
  expect(new Set(first.map((id) => id.slice(0, 8))).size).toBe(500)
  expect(idsOfOneRun()).toEqual(first)
})

function idsOfOneRun(): string[] {
  const { desk } = memoryDesk(parrot('kling'), { nowMs: 0 })
  return Array.from({ length: 500 }, () => desk.newId())
}
