// Signed links: who may open what, until when.
import { describe, expect, it } from 'vitest'
import { signedLink, verifyLink } from '../../src/media/links.ts'

const PUBLIC_URL = 'https://api.example.com'
const KEY = 'acc_1/gen_1/0.mp4'
const SECRET = 'a secret of the tests'
const NOW_MS = Date.UTC(2026, 8, 1, 12, 2, 30)
const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS

async function mint(overrides: { secret?: string; fileExpiresAtMs?: number; nowMs?: number } = {}) {
  const { secret = SECRET, fileExpiresAtMs = NOW_MS + WEEK_MS, nowMs = NOW_MS } = overrides
  const { url, expiresAtMs } = await signedLink({ publicUrl: PUBLIC_URL, key: KEY, fileExpiresAtMs }, secret, nowMs)
  return { url: new URL(url), expiresAtMs }
}

function changed(url: URL, change: (copy: URL) => void): URL {
  const copy = new URL(url)
  change(copy)
  return copy
}

describe('a signed link', () => {
  it('opens its key until it expires, to the second', async () => {
    const { url, expiresAtMs } = await mint()
    expect(url.href).toMatch(/^https:\/\/api\.example\.com\/media\/acc_1\/gen_1\/0\.mp4\?exp=\d+&kid=1&sig=[\w-]{43}$/)
    expect(await verifyLink(url, SECRET, expiresAtMs - 1)).toEqual({ kind: 'VALID', key: KEY, expiresAtMs })
    expect(await verifyLink(url, SECRET, expiresAtMs)).toEqual({ kind: 'EXPIRED' })
  })

  it('lives for 55 to 60 minutes and is the same for reads within five', async () => {
    const { url, expiresAtMs } = await mint()
    expect(expiresAtMs - NOW_MS).toBeGreaterThan(HOUR_MS - 300_000)
    expect(expiresAtMs - NOW_MS).toBeLessThanOrEqual(HOUR_MS)
    expect((await mint({ nowMs: NOW_MS + 60_000 })).url.href).toBe(url.href)
    expect((await mint({ nowMs: NOW_MS + 300_000 })).url.href).not.toBe(url.href)
  })

  it('never outlives the file', async () => {
    const { expiresAtMs } = await mint({ fileExpiresAtMs: NOW_MS + 60_000 })
    expect(expiresAtMs).toBe(NOW_MS + 60_000)
  })

  it('still opens after the secret was changed, and new ones are signed with the new', async () => {
    const { url } = await mint()
    const both = `${SECRET},the next secret`
    expect(await verifyLink(url, both, NOW_MS)).toMatchObject({ kind: 'VALID' })
    const next = await mint({ secret: both })
    expect(next.url.searchParams.get('kid')).toBe('2')
    expect(await verifyLink(next.url, both, NOW_MS)).toMatchObject({ kind: 'VALID' })
    expect(await verifyLink(url, ',the next secret', NOW_MS)).toEqual({ kind: 'TAMPERED' })
  })

  it('cannot be made without a secret', async () => {
    await expect(mint({ secret: '' })).rejects.toThrow('secret')
    expect(await verifyLink((await mint()).url, '', NOW_MS)).toEqual({ kind: 'TAMPERED' })
  })

  it.each<[string, (url: URL) => void]>([
    ['another path', (url) => (url.pathname = '/media/acc_2/gen_1/0.mp4')],
    ['a path of the same file spelled otherwise', (url) => (url.pathname = '/media/acc%5F1/gen_1/0.mp4')],
    ['a later expiry', (url) => url.searchParams.set('exp', '9999999999')],
    ['another key id', (url) => url.searchParams.set('kid', '2')],
    ['key id 0', (url) => url.searchParams.set('kid', '0')],
    ['a key id with a leading zero', (url) => url.searchParams.set('kid', '01')],
    ['another signature', (url) => url.searchParams.set('sig', 'A'.repeat(43))],
    ['a cut signature', (url) => url.searchParams.set('sig', 'AAAA')],
    ['no signature', (url) => url.searchParams.delete('sig')],
    ['no expiry', (url) => url.searchParams.delete('exp')],
    ['no key id', (url) => url.searchParams.delete('kid')],
    ['a second expiry', (url) => url.searchParams.append('exp', '9999999999')],
    ['its signature twice', (url) => url.searchParams.append('sig', url.searchParams.get('sig') ?? '')],
  ])('is refused with %s', async (_name, change) => {
    const { url } = await mint()
    expect(await verifyLink(changed(url, change), SECRET, NOW_MS)).toEqual({ kind: 'TAMPERED' })
  })

  it('that was tampered with is not called expired', async () => {
    const { url } = await mint()
    const old = changed(url, (copy) => copy.searchParams.set('exp', '1'))
    expect(await verifyLink(old, SECRET, NOW_MS)).toEqual({ kind: 'TAMPERED' })
  })
})
