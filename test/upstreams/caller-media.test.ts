// Media that a caller gave are read without anything of ours, whatever address was given.
import { describe, expect, it } from 'vitest'
import { MOST_INPUT_BYTES, mediaRoom, readCallerMedia } from '../../src/upstreams/caller-media.ts'
import { upstreamHttp } from '../../src/upstreams/http.ts'

const access = { baseUrl: 'https://api.upstream.example.com/v1', authorize: async () => ({ authorization: 'Bearer our-key' }), trustedHosts: [/\.upstream\.example\.com$/] }

function reading(answer: () => Response | Promise<Response>) {
  const sent: { url: string; headers: Headers; redirect: string | undefined }[] = []
  const http = upstreamHttp(
    access,
    async (url, init) => {
      sent.push({ url, headers: new Headers(init.headers), redirect: init.redirect })
      return answer()
    },
    () => 0,
  )
  return { sent, read: (source: string) => readCallerMedia(http, source, { field: 'image', maxBytes: 8, types: ['image/png'] }) }
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const labelled = (contentType: string, bytes: readonly number[] = SIGNATURE) => () => new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
const png = labelled('Image/PNG; q=1')

/** Answers by the address: `/1` leads to `/2` … up to the picture at the last. */
const leading = (hops: number, next = (hop: number) => `/${hop}`) => {
  const sent: { url: string; agent: string | null }[] = []
  const http = upstreamHttp(access, async (url, init) => {
    sent.push({ url, agent: new Headers(init.headers).get('user-agent') })
    return sent.length <= hops ? new Response(null, { status: 302, headers: { location: next(sent.length) } }) : png()
  }, () => 0)
  return { sent, outcome: readCallerMedia(http, 'https://example.com/0', { field: 'image', maxBytes: 8 }) }
}

describe('media of a caller', () => {
  it("are never asked for with our credentials, not even at the upstream's own hosts", async () => {
    for (const host of ['api.upstream.example.com', 'files.upstream.example.com', 'example.com']) {
      const { sent, read } = reading(png)
      expect(await read(`https://${host}/v1/secret.png`)).toEqual({ bytes: new Uint8Array(SIGNATURE), contentType: 'image/png' })
      expect(sent.map(({ headers, redirect }) => [headers.get('authorization'), redirect])).toEqual([[null, 'manual']])
    }
  })

  it('are never asked for at private addresses', async () => {
    const { sent, read } = reading(png)
    for (const url of ['https://127.0.0.1/a.png', 'https://169.254.169.254/', 'https://router.internal/a.png', 'http://example.com/a.png']) {
      expect(await read(url)).toMatchObject({ refusal: 'INPUT_MEDIA', field: 'image' })
    }
    expect(sent).toEqual([])
  })

  it('are refused when they are gone, elsewhere, of another type, too large or no base64', async () => {
    const answers = [
      new Response(null, { status: 404 }),
      Response.redirect('https://example.com/b.png'),
      new Response('<p>', { headers: { 'content-type': 'text/html' } }),
      labelled('image/png', [...SIGNATURE, 0])(),
      labelled('image/png', [1, 2, 3])(),
      labelled('image/png', [0xff, 0xd8, 0xff, 0xe0])(),
    ]
    for (const answer of answers) expect(await reading(() => answer).read('https://example.com/a.png')).toMatchObject({ refusal: 'INPUT_MEDIA', field: 'image' })
    expect(await reading(png).read('data:image/png;base64,A')).toMatchObject({ refusal: 'INPUT_MEDIA', field: 'image' })
    expect(await reading(png).read('data:image/gif;base64,R0lGODdh')).toMatchObject({ refusal: 'INPUT_MEDIA', field: 'image' })
  })

  it('that cannot be reached may be asked for once more', async () => {
    expect(await reading(() => Promise.reject(new Error('reset'))).read('https://example.com/a.png')).toMatchObject({ refusal: 'INPUT_MEDIA', forNow: true })
  })

  it('are what their bytes are, whatever their host says of them', async () => {
    for (const label of ['application/octet-stream', 'image/jpeg', 'text/html', '']) {
      expect(await reading(labelled(label)).read('https://example.com/a')).toMatchObject({ contentType: 'image/png' })
    }
    expect(await reading(png).read(`DATA:image/jpeg;name=a.jpg;base64,${btoa(String.fromCharCode(...SIGNATURE))}`)).toMatchObject({ contentType: 'image/png' })
  })

  it('have 16 MB together for one submission, and what is over is not read', async () => {
    const large = new Uint8Array(9 * 1024 * 1024)
    large.set(SIGNATURE)
    let asked = 0
    const http = upstreamHttp(access, async () => {
      asked += 1
      return new Response(large, { headers: { 'content-length': String(large.byteLength) } })
    }, () => 0)
    const room = mediaRoom()
    const limits = { field: 'images.0', maxBytes: MOST_INPUT_BYTES }
    expect(await readCallerMedia(http, 'https://example.com/a.png', limits, room)).toMatchObject({ contentType: 'image/png' })
    expect(await readCallerMedia(http, 'https://example.com/b.png', { ...limits, field: 'images.1' }, room)).toMatchObject({ refusal: 'INPUT_MEDIA', field: 'images.1' })
    expect(await readCallerMedia(http, 'https://example.com/b.png', limits)).toMatchObject({ contentType: 'image/png' })
    expect(asked).toBe(3)
  })

  it('may take a minute together, however many hosts are slow', async () => {
    const clock = { nowMs: 0 }
    const http = upstreamHttp(access, async () => {
      clock.nowMs += 25_000
      return png()
    }, () => clock.nowMs)
    const room = mediaRoom()
    const read = (index: number) => readCallerMedia(http, 'https://example.com/a.png', { field: `images.${index}`, maxBytes: 8 }, room)
    for (const index of [0, 1, 2]) expect(await read(index)).toMatchObject({ contentType: 'image/png' })
    expect(await read(3)).toMatchObject({ refusal: 'INPUT_MEDIA', field: 'images.3', forNow: true })
    expect(clock.nowMs).toBe(75_000)
  })

  describe('that are elsewhere', () => {
    it('are followed, up to three times, by who says who he is', async () => {
      const { sent, outcome } = leading(3)
      expect(await outcome).toMatchObject({ contentType: 'image/png' })
      expect(sent.map(({ url }) => url)).toEqual([0, 1, 2, 3].map((hop) => `https://example.com/${hop}`))
      expect(sent.every(({ agent }) => agent?.startsWith('Doitong/'))).toBe(true)
      expect(await leading(4).outcome).toMatchObject({ refusal: 'INPUT_MEDIA', detail: expect.stringContaining('more than 3 redirects') })
    })

    it('are judged at each hop', async () => {
      for (const address of ['https://10.0.0.1/a.png', 'http://example.com/a.png', 'https://router.internal/', 'ftp://example.com/']) {
        const { sent, outcome } = leading(1, () => address)
        expect(await outcome).toMatchObject({ refusal: 'INPUT_MEDIA', field: 'image' })
        expect(sent).toHaveLength(1)
      }
    })
  })
})
