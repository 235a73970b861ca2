// The public record of what was made here, and links that save a file under a name.
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../auth/keys.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }'
const READ = 'query ($id: ID!, $name: String) { generation(id: $id) { url completedAt outputs { downloadUrl(fileName: $name) metadata { sha256 } } metadata { sha256 } } }'

function get(world: World, url: string): Promise<Response> {
  const { pathname, search } = new URL(url, 'http://127.0.0.1:8787')
  return world.fetchApp(pathname + search)
}

async function made(world: World, more: Record<string, unknown> = {}) {
  const { id } = (await world.ask(MAKE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A secret fox' }, ...more } }))['generate']
  await world.run(120)
  return { id, read: async (name?: string) => (await world.ask(READ, { id, name }))['generation'] }
}

describe('the record of some bytes', () => {
  it('tells anybody which model made them, and nothing of the prompt or the account', async () => {
    const world = await createWorld()
    // The emulator makes the same few pictures, and the first to make one stays its maker.
    await world.env.MEDIA.delete((await world.env.MEDIA.list({ prefix: 'verify/' })).objects.map(({ key }) => key))
    const { id, read } = await made(world)
    const { url, completedAt, metadata } = await read()
    const digest = await crypto.subtle.digest('SHA-256', await (await get(world, url)).arrayBuffer())
    expect([...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(metadata.sha256)
    const answer = await get(world, `/media/verify/${metadata.sha256}`)
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('cache-control')]).toEqual([200, '*', 'public, max-age=300'])
    expect(await answer.json()).toEqual({ sha256: metadata.sha256, generationId: id, model: 'flux-dev', company: 'Black Forest Labs', madeAt: completedAt })
  })

  it('is written once: who makes the same bytes later does not become their maker', async () => {
    const world = await createWorld()
    const record = { sha256: crypto.randomUUID().replaceAll('-', '').repeat(2), generationId: 'gen_1', model: 'one', company: 'One', madeAt: '2026-11-22T00:00:00.000Z' }
    const { accountId } = world
    await world.services.media.record({ ...record, accountId })
    await world.services.media.record({ ...record, accountId, generationId: 'gen_2', model: 'two' })
    expect(await (await get(world, `/media/verify/${record.sha256}`)).json()).toEqual(record)
  })

  it('is of nothing that a test key made', async () => {
    const world = await createWorld()
    const sha256 = 'b'.repeat(64)
    const answer = await get(world, `/media/verify/${sha256}`)
    expect([answer.status, (await answer.json<{ errors: readonly { extensions: { code: string } }[] }>()).errors[0]?.extensions.code]).toEqual([404, 'NOT_FOUND'])
  })

  it.each(['A'.repeat(64), 'a'.repeat(63), '..%2Facc_1', 'constructor'])('is not at %s', async (name) => {
    const world = await createWorld()
    expect((await get(world, `/media/verify/${name}`)).status).toBe(404)
  })
})

describe('a link to save a file', () => {
  it('says its name in any script, as RFC 6266 has it', async () => {
    const world = await createWorld()
    const { read } = await made(world)
    const { downloadUrl } = (await read('कमल.png')).outputs[0]
    const answer = await get(world, downloadUrl)
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, `attachment; filename="???.png"; filename*=UTF-8''${encodeURIComponent('कमल.png')}`])
  })

  it('has a name of its own where none is given; the other link shows the file', async () => {
    const world = await createWorld()
    const { id, read } = await made(world)
    const { url, outputs } = await read()
    expect((await get(world, outputs[0].downloadUrl)).headers.get('content-disposition')).toMatch(new RegExp(`^attachment; filename="?flux-dev-${id.slice(-6)}\\.(?:jpe?g|png)"?$`))
    expect((await get(world, url)).headers.get('content-disposition')).toMatch(/^inline; filename=/)
  })

  it('cannot be given another name', async () => {
    const world = await createWorld()
    const { read } = await made(world)
    const { downloadUrl } = (await read('one.png')).outputs[0]
    expect((await get(world, downloadUrl.replace('one.png', 'two.exe'))).status).toBe(403)
    expect((await get(world, downloadUrl.replace('&name=one.png', ''))).status).toBe(403)
    expect((await get(world, (await read()).url + '&name=evil.exe')).status).toBe(403)
  })

  it.each(['', ' ', 'a/b', 'a\\b', 'a\nb', 'a\u2028b', 'x'.repeat(101)])('is not made for the name %j', async (name) => {
    const world = await createWorld()
    const { id } = await made(world)
    expect(refusalOf(await world.post({ query: READ, variables: { id, name } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'fileName' })
  })
})

describe('media of an origin of their own', () => {
  it('are linked there, and served there', async () => {
    const world = await createWorld({ settings: { MEDIA_URL: 'https://media.example.com/' } })
    const { read } = await made(world)
    const { url } = await read()
    expect(new URL(url).origin).toBe('https://media.example.com')
    expect((await get(world, url)).headers.get('content-security-policy')).toContain('sandbox')
  })
})
