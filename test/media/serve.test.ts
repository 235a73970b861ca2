// GET /media/* against the real R2 binding: RFC 9110's conditions and ranges, one check a row.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { signedLink } from '../../src/media/links.ts'
import { serveMedia } from '../../src/media/serve.ts'

const PUBLIC_URL = 'https://api.example.com'
const SECRET = 'a secret of the tests'
const NOW_MS = Date.UTC(2026, 8, 1, 12, 0, 0)
const KEY = `acc_serve/gen_${crypto.randomUUID()}/0.mp4`
const BODY = '0123456789abcdefghij'
const SIZE = BODY.length

let etag = ''
let lastModified = ''
const operations: string[] = []

/** The real bucket, counting what is asked of it. */
const bucket = new Proxy(env.MEDIA, {
  get(target, name: keyof R2Bucket) {
    const operation = target[name]
    return (...parameters: unknown[]) => {
      operations.push(name)
      return Reflect.apply(operation, target, parameters) as unknown
    }
  },
})

beforeAll(async () => {
  const object = await env.MEDIA.put(KEY, BODY, { httpMetadata: { contentType: 'video/mp4' } })
  etag = object.httpEtag
  lastModified = object.uploaded.toUTCString()
})

async function ask(headers: Record<string, string> = {}, method = 'GET', key = KEY, nowMs = NOW_MS): Promise<Response> {
  const { url } = await signedLink({ publicUrl: PUBLIC_URL, key, fileExpiresAtMs: NOW_MS + 86_400_000 }, SECRET, NOW_MS)
  operations.length = 0
  return serveMedia(new Request(url, { method, headers }), { bucket, linkSecret: SECRET, now: () => nowMs })
}

/** Not `response.text()`, at which workerd warns that a video is no text. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.bytes())
}

function dateAfter(seconds: number): string {
  return new Date(Date.parse(lastModified) + seconds * 1000).toUTCString()
}

/** `{etag}` and `{date}` in a row stand for the file's own. */
function filled(headers: Record<string, string>): Record<string, string> {
  const facts = { etag, date: lastModified, earlier: dateAfter(-60), later: dateAfter(60) }
  return Object.fromEntries(
    Object.entries(headers).map(([header, value]) => [
      header,
      Object.entries(facts).reduce((filledIn, [name, fact]) => filledIn.replace(`{${name}}`, fact), value),
    ]),
  )
}

type Row = readonly [name: string, headers: Record<string, string>, status: number, body: string, contentRange?: string]

const RANGES: readonly Row[] = [
  ['first bytes', { range: 'bytes=0-4' }, 206, '01234', `bytes 0-4/${SIZE}`],
  ['one byte', { range: 'bytes=0-0' }, 206, '0', `bytes 0-0/${SIZE}`],
  ['middle bytes', { range: 'bytes=5-9' }, 206, '56789', `bytes 5-9/${SIZE}`],
  ['an open end', { range: 'bytes=15-' }, 206, 'fghij', `bytes 15-19/${SIZE}`],
  ['the whole, as a range', { range: 'bytes=0-' }, 206, BODY, `bytes 0-19/${SIZE}`],
  ['a suffix', { range: 'bytes=-3' }, 206, 'hij', `bytes 17-19/${SIZE}`],
  ['a suffix longer than the file', { range: 'bytes=-500' }, 206, BODY, `bytes 0-19/${SIZE}`],
  ['an end behind the file', { range: 'bytes=18-500' }, 206, 'ij', `bytes 18-19/${SIZE}`],
  ['an end too long for a number', { range: `bytes=18-${'9'.repeat(400)}` }, 206, 'ij', `bytes 18-19/${SIZE}`],
  ['a unit in capitals', { range: 'Bytes=0-0' }, 206, '0', `bytes 0-0/${SIZE}`],
  ['a start at the end of the file', { range: 'bytes=20-' }, 416, '', `bytes */${SIZE}`],
  ['a start behind the file', { range: 'bytes=500-600' }, 416, '', `bytes */${SIZE}`],
  ['an empty suffix', { range: 'bytes=-0' }, 416, '', `bytes */${SIZE}`],
  ['another unit', { range: 'seconds=0-4' }, 200, BODY],
  ['no unit', { range: '0-4' }, 200, BODY],
  ['an end before the start', { range: 'bytes=9-5' }, 200, BODY],
  ['words', { range: 'bytes=a-b' }, 200, BODY],
  ['nothing', { range: 'bytes=-' }, 200, BODY],
  ['a signed number', { range: 'bytes=+1-4' }, 200, BODY],
  ['several ranges', { range: 'bytes=0-1,4-5' }, 200, BODY],
  ['If-Range with the tag', { range: 'bytes=0-4', 'if-range': '{etag}' }, 206, '01234', `bytes 0-4/${SIZE}`],
  ['If-Range with the date', { range: 'bytes=0-4', 'if-range': '{date}' }, 206, '01234', `bytes 0-4/${SIZE}`],
  ['If-Range with another tag', { range: 'bytes=0-4', 'if-range': '"other"' }, 200, BODY],
  ['If-Range with a weak tag', { range: 'bytes=0-4', 'if-range': 'W/{etag}' }, 200, BODY],
  ['If-Range with a later date', { range: 'bytes=0-4', 'if-range': '{later}' }, 200, BODY],
  ['If-Range with an earlier date', { range: 'bytes=0-4', 'if-range': '{earlier}' }, 200, BODY],
  ['If-Range with words, and a range behind the file', { range: 'bytes=500-', 'if-range': 'yesterday' }, 200, BODY],
  ['If-Range without Range', { 'if-range': '{etag}' }, 200, BODY],
]

const CONDITIONS: readonly Row[] = [
  ['If-None-Match with the tag', { 'if-none-match': '{etag}' }, 304, ''],
  ['If-None-Match with the weak tag', { 'if-none-match': 'W/{etag}' }, 304, ''],
  ['If-None-Match with a list', { 'if-none-match': '"a, b", W/"c" ,{etag}' }, 304, ''],
  ['If-None-Match with *', { 'if-none-match': '*' }, 304, ''],
  ['If-None-Match with another tag', { 'if-none-match': '"other"' }, 200, BODY],
  ['If-None-Match wins over If-Modified-Since', { 'if-none-match': '"other"', 'if-modified-since': '{later}' }, 200, BODY],
  ['If-None-Match comes before Range', { 'if-none-match': '{etag}', range: 'bytes=0-4' }, 304, ''],
  ['If-None-Match fails, Range counts', { 'if-none-match': '"other"', range: 'bytes=0-4' }, 206, '01234', `bytes 0-4/${SIZE}`],
  ['If-Modified-Since with the date', { 'if-modified-since': '{date}' }, 304, ''],
  ['If-Modified-Since with a later date', { 'if-modified-since': '{later}' }, 304, ''],
  ['If-Modified-Since with an earlier date', { 'if-modified-since': '{earlier}' }, 200, BODY],
  ['If-Modified-Since in the old form', { 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 200, BODY],
  ['If-Modified-Since with no date', { 'if-modified-since': '2999' }, 200, BODY],
  ['If-Match with the tag', { 'if-match': '{etag}' }, 200, BODY],
  ['If-Match with *', { 'if-match': '*' }, 200, BODY],
  ['If-Match with a list', { 'if-match': '"a", {etag}' }, 200, BODY],
  ['If-Match with another tag', { 'if-match': '"other"' }, 412, ''],
  ['If-Match with the weak tag', { 'if-match': 'W/{etag}' }, 412, ''],
  ['If-Match comes before If-None-Match', { 'if-match': '"other"', 'if-none-match': '{etag}' }, 412, ''],
  ['If-Match wins over If-Unmodified-Since', { 'if-match': '{etag}', 'if-unmodified-since': '{earlier}' }, 200, BODY],
  ['If-Unmodified-Since with an earlier date', { 'if-unmodified-since': '{earlier}' }, 412, ''],
  ['If-Unmodified-Since in the asctime form', { 'if-unmodified-since': 'Sun Nov  6 08:49:37 1994' }, 412, ''],
  ['If-Unmodified-Since with the date', { 'if-unmodified-since': '{date}' }, 200, BODY],
  ['If-Unmodified-Since with no date', { 'if-unmodified-since': 'never' }, 200, BODY],
  ['If-Match fails before a range behind the file', { 'if-match': '"other"', range: 'bytes=500-' }, 412, ''],
]

describe('a range or condition is answered as RFC 9110 says', () => {
  it.each([...RANGES, ...CONDITIONS].map((row) => ({ row, name: row[0] })))('$name', async ({ row }) => {
    const [, headers, status, body, contentRange] = row
    const response = await ask(filled(headers))
    expect(response.status).toBe(status)
    expect(await textOf(response)).toBe(body)
    expect(response.headers.get('content-range')).toBe(contentRange ?? null)
    expect(response.headers.get('etag')).toBe(etag)
    expect(response.headers.get('accept-ranges')).toBe('bytes')
    if (body) expect(response.headers.get('content-length')).toBe(String(body.length))
    expect(operations.length).toBeLessThanOrEqual(2)
  })

  it('and a plain GET or HEAD costs one operation', async () => {
    await textOf(await ask())
    expect(operations).toEqual(['get'])
    await ask({}, 'HEAD')
    expect(operations).toEqual(['head'])
  })
})

describe('the headers of a file', () => {
  it('say what it is, keep browsers from making anything else of it, and let pages read it', async () => {
    const response = await ask()
    expect(await textOf(response)).toBe(BODY)
    const jobId = KEY.split('/')[1] ?? ''
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified',
      'cache-control': 'private, max-age=3600',
      'content-disposition': `inline; filename=${jobId}-0.mp4`,
      'content-length': String(SIZE),
      'content-security-policy': 'sandbox',
      'content-type': 'video/mp4',
      etag,
      'last-modified': lastModified,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(etag).toMatch(/^"[^"]+"$/)
  })

  it('let caches keep it no longer than the link lives', async () => {
    const response = await ask({}, 'GET', KEY, NOW_MS + 3_590_000)
    expect(response.headers.get('cache-control')).toBe('private, max-age=10')
    await response.body?.cancel()
  })

  it('are the same for HEAD, which has no body and knows no Range', async () => {
    const get = await ask()
    await textOf(get)
    const head = await ask({ range: 'bytes=0-4' }, 'HEAD')
    expect(head.status).toBe(200)
    expect(await textOf(head)).toBe('')
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers))
  })

  it('of 304 carry the validators and how long it keeps', async () => {
    const response = await ask({ 'if-none-match': etag })
    expect(Object.fromEntries(response.headers)).toMatchObject({ etag, 'cache-control': 'private, max-age=3600' })
    expect(response.headers.has('content-type')).toBe(false)
    expect((await ask({ 'if-none-match': etag }, 'HEAD')).status).toBe(304)
  })
})

async function refusal(response: Response): Promise<unknown[]> {
  const body = await response.json<{ errors: { message: string; extensions: { code: string } }[] }>()
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  return [response.status, body.errors[0]?.extensions.code, body.errors[0]?.message]
}

describe('a link that does not open', () => {
  it('because it expired says so, and asks nothing of the storage', async () => {
    expect(await refusal(await ask({}, 'GET', KEY, NOW_MS + 3_600_000))).toEqual([403, 'FORBIDDEN', expect.stringContaining('expired')])
    expect(operations).toEqual([])
  })

  it('says so in Hindi to who reads Hindi', async () => {
    const hindi = { 'accept-language': 'hi-IN,hi;q=0.9' }
    expect(await refusal(await ask(hindi, 'GET', KEY, NOW_MS + 3_600_000))).toEqual([403, 'FORBIDDEN', expect.stringContaining('लिंक')])
  })

  it('because it was changed is refused', async () => {
    const { url } = await signedLink({ publicUrl: PUBLIC_URL, key: KEY, fileExpiresAtMs: NOW_MS + 86_400_000 }, SECRET, NOW_MS)
    const request = new Request(url.replace('/0.mp4', '/1.mp4'))
    const response = await serveMedia(request, { bucket, linkSecret: SECRET, now: () => NOW_MS })
    expect(await refusal(response)).toEqual([403, 'FORBIDDEN', expect.stringContaining('not valid')])
  })

  it.each([{}, { range: 'bytes=0-4' }])('because the file is gone is 404, with headers %j', async (headers) => {
    expect(await refusal(await ask(headers, 'GET', 'acc_serve/gen_gone/0.mp4'))).toEqual([404, 'NOT_FOUND', expect.any(String)])
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('by %s is 405 and told what is allowed', async (method) => {
    const response = await ask({}, method)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(await refusal(response)).toEqual([405, 'METHOD_NOT_ALLOWED', expect.any(String)])
  })
})
