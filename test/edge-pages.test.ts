// The portal at the Worker's edge: which paths are the Worker's, where `/` leads, and what is told where there is no page.
import { beforeAll, describe, expect, it } from 'vitest'
import config from '../wrangler.toml?raw'
import { createApp } from '../src/app.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})

/** `run_worker_first` of wrangler.toml: as Cloudflare reads it, `*` stands for anything. */
const ours: readonly RegExp[] = Array.from(
  (/run_worker_first = \[([^\]]+)\]/.exec(config)?.[1] ?? '').matchAll(/"([^"]+)"/g),
  ([, path = '']) => new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`),
)
const ask = (path: string, headers: Record<string, string> = {}) => world.fetchApp(path, { headers, redirect: 'manual' })

describe('the paths of the Worker', () => {
  it('go to it before any file is looked for', () => {
    const paths = createApp().routes.map(({ path }) => path).filter((path) => path !== '/*')
    expect(paths).toContain('/graphql')
    expect(paths.filter((path) => !ours.some((pattern) => pattern.test(path)))).toEqual([])
  })

  it('leave what the test upstream delivers to it alone', async () => {
    expect(ours.some((pattern) => pattern.test('/test-media/mountains-wide-5.mp4.bin'))).toBe(true)
    expect((await ask('/test-media/mountains-wide-5.mp4.bin')).status).toBe(404)
  })
})

describe('the front door', () => {
  const cases: readonly (readonly [who: string, headers: Record<string, string>, language: string])[] = [
    ['a reader of Hindi', { 'accept-language': 'hi-IN,hi;q=0.9,en;q=0.8' }, 'hi'],
    ['who names Hindi last', { 'accept-language': 'en-US,en;q=0.9,hi;q=0.1' }, 'hi'],
    ["who speaks India's English", { 'accept-language': 'en-IN,en;q=0.9' }, 'hi'],
    ['who is in India', { 'accept-language': 'en-US', 'cf-ipcountry': 'IN' }, 'hi'],
    ['who is in India and has chosen English', { 'cookie': '__Host-language=en', 'accept-language': 'hi', 'cf-ipcountry': 'IN' }, 'en'],
    ['who has chosen Hindi', { 'cookie': 'a=b; __Host-language=hi', 'accept-language': 'de' }, 'hi'],
    ['who refuses Hindi', { 'accept-language': 'en,hi;q=0' }, 'en'],
    ['who speaks Hiligaynon', { 'accept-language': 'hil' }, 'en'],
    ['with a cookie of nonsense', { cookie: '__Host-language=../' }, 'en'],
    ['anybody else', {}, 'en'],
  ]
  for (const [who, headers, language] of cases) {
    it(`leads ${who} to /${language}/`, async () => {
      const answer = await ask('/', headers)
      expect([answer.status, answer.headers.get('location')]).toEqual([302, `/${language}/`])
      expect(answer.headers.get('vary')).toBe('Cookie, Accept-Language')
      expect(answer.headers.get('cache-control')).toContain('private')
    })
  }

  it('takes no other method', async () => {
    expect((await world.fetchApp('/', { method: 'POST' })).status).toBe(405)
  })
})

describe('where there is no page', () => {
  const html = { accept: 'text/html,*/*;q=0.8' }
  it('people are told so in the language of the address', async () => {
    const answer = await ask('/hi/nowhere/', html)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await answer.text()).toContain('यह पेज नहीं मिला')
  })
  it('or in that of the browser', async () => {
    expect(await (await ask('/nowhere', { ...html, 'accept-language': 'hi' })).text()).toContain('यह पेज नहीं मिला')
    expect(await (await ask('/nowhere', html)).text()).toContain('This page is not here')
  })
  it('programs get the error as JSON', async () => {
    const answer = await ask('/nowhere', { accept: '*/*' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json'])
  })
})
