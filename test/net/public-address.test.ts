import { describe, expect, it } from 'vitest'
import { checkPublicUrl, publicFetch } from '../../src/net/public-address.ts'

const HOSTILE = [
  // this machine
  'https://127.0.0.1/', 'https://127.1/', 'https://127.255.255.254/', 'https://2130706433/', 'https://0x7f000001/',
  'https://0177.0.0.1/', 'https://0x7f.0.0.1/', 'https://0300.0250.1/', 'https://127.0.0.1./', 'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/', 'https://0/', 'https://0.0.0.0/', 'https://[::]/', 'https://１２７.０.０.１/',
  'https://①②⑦.⓪.⓪.①/', 'https://127%2e0%2e0%2e1/', 'https://%31%32%37.0.0.1/',
  // private and special IPv4
  'https://0.1.2.3/', 'https://10.0.0.1/', 'https://10.255.255.255/', 'https://100.64.0.1/', 'https://100.100.100.200/',
  'https://169.254.169.254/latest/meta-data/', 'https://0xA9FEA9FE/', 'https://2852039166/', 'https://172.16.0.1/',
  'https://172.31.255.255/', 'https://192.0.0.1/', 'https://192.0.2.1/', 'https://192.88.99.1/', 'https://192.168.0.1/',
  'https://192.168.257/', 'https://198.18.0.1/', 'https://198.19.255.255/', 'https://198.51.100.1/', 'https://203.0.113.1/',
  'https://224.0.0.1/', 'https://239.255.255.255/', 'https://240.0.0.1/', 'https://255.255.255.255/', 'https://192.175.48.1/',
  'https://192.31.196.1/', 'https://192.52.193.1/',
  // private and special IPv6
  'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[::ffff:10.0.0.1]/', 'https://[::ffff:a9fe:a9fe]/',
  'https://[::127.0.0.1]/', 'https://[::ffff:0:127.0.0.1]/', 'https://[64:ff9b::7f00:1]/', 'https://[64:ff9b:1::a00:1]/',
  'https://[100::1]/', 'https://[2001::1]/', 'https://[2001:0:7f00:1::]/', 'https://[2001:2::1]/', 'https://[2001:10::1]/',
  'https://[2001:20::1]/', 'https://[2001:db8::1]/', 'https://[2002:7f00:1::]/', 'https://[2002:a00:1::1]/', 'https://[3fff::1]/',
  'https://[5f00::1]/', 'https://[fc00::1]/', 'https://[fd00:ec2::254]/', 'https://[fe80::1]/', 'https://[febf::1]/',
  'https://[fec0::1]/', 'https://[ff02::1]/', 'https://[4000::1]/',
  // names of this machine and its network
  'https://localhost/', 'https://LOCALHOST/', 'https://localhost./', 'https://api.localhost/', 'https://printer.local/',
  'https://metadata.google.internal/computeMetadata/v1/', 'https://METADATA.GOOGLE.INTERNAL/', 'https://router.home.arpa/',
  'https://intranet/', 'https://metadata/', 'https://ｌｏｃａｌｈｏｓｔ/', 'https://printer。local/', 'https://local\thost/',
  'https://example.com./', 'https://api.doitong.com./', 'https://a..example.com/', 'https://.example.com/',
  // who asks, how, and where
  'https://user@example.com/', 'https://user:word@example.com/', 'https://:word@example.com/', 'https://example.com@10.0.0.1/',
  'https://example.com:22/', 'https://example.com:80/', 'https://example.com:6379/', 'https://example.com:8080/',
  'http://example.com/', 'ftp://example.com/', 'file:///etc/passwd', 'data:text/plain,hi', 'javascript:alert(1)', 'ws://example.com/',
  'gopher://example.com/', 'blob:https://example.com/1', '//example.com/', 'example.com', '/hook', '', 'https://', 'https:///',
  'https://exa mple.com/', 'https://[::1', 'https://1.2.3.4.5/', 'https://256.1.1.1/', `https://example.com/${'a'.repeat(2048)}`,
] as const

describe('a hostile URL is refused', () => {
  it.each(HOSTILE)('%s', (url) => {
    expect(checkPublicUrl(url, { allowLoopback: false })).toEqual({ kind: 'REFUSED', reason: { en: expect.any(String), hi: expect.stringMatching(/[\u0900-\u097F]/) } })
  })

  it('also where loopback and http are allowed, unless it is loopback', () => {
    for (const url of HOSTILE) {
      const verdict = checkPublicUrl(url, { allowLoopback: true, protocols: ['https:'] })
      if (verdict.kind === 'PUBLIC') expect(verdict.url.hostname, url).toMatch(/^(localhost|127\..*|\[::1\]|\[::ffff:7f00:1\])$/)
    }
  })
})

describe('a public URL is taken', () => {
  it.each([
    'https://example.com', 'https://example.com:443/hook', 'https://example.com:8443/hook?a=1#b', 'https://1.1.1.1/', 'https://8.8.8.8/',
    'https://172.15.0.1/', 'https://172.32.0.1/', 'https://100.63.0.1/', 'https://100.128.0.1/', 'https://11.0.0.1/',
    'https://[2606:4700:4700::1111]/', 'https://[2a00:1450:4001:831::200e]/', 'https://[::ffff:8.8.8.8]/', 'https://bücher.example/',
    'https://my_host.example.com/', 'https://localhost.example.com/', 'https://notlocal.example/', 'https://internal.example.com/',
  ])('%s', (url) => {
    expect(checkPublicUrl(url, { allowLoopback: false })).toEqual({ kind: 'PUBLIC', url: new URL(url) })
  })

  it('at 2048 characters and no more', () => {
    const url = `https://example.com/${'a'.repeat(2048 - 20)}`
    expect(checkPublicUrl(url, { allowLoopback: false }).kind).toBe('PUBLIC')
    expect(checkPublicUrl(`${url}a`, { allowLoopback: false }).kind).toBe('REFUSED')
  })

  it('with http only where the caller of this check takes http', () => {
    const http = { allowLoopback: false, protocols: ['https:', 'http:'] } as const
    expect(checkPublicUrl('http://example.com/clip.mp4', http).kind).toBe('PUBLIC')
    expect(checkPublicUrl('http://127.0.0.1/clip.mp4', http).kind).toBe('REFUSED')
    expect(checkPublicUrl('http://169.254.169.254/', http).kind).toBe('REFUSED')
  })
})

it('loopback is taken, on any port and with http, only in local development', () => {
  const urls = ['http://127.0.0.1:9999/hook', 'http://localhost:8787/hook', 'http://[::1]:1/', 'https://localhost/']
  for (const url of urls) expect(checkPublicUrl(url, { allowLoopback: true }).kind, url).toBe('PUBLIC')
  for (const url of urls) expect(checkPublicUrl(url, { allowLoopback: false }).kind, url).toBe('REFUSED')
  const others = ['http://10.0.0.1/', 'http://example.com/', 'http://u:p@127.0.0.1/', 'ftp://127.0.0.1/', 'http://0.0.0.0/']
  for (const url of others) expect(checkPublicUrl(url, { allowLoopback: true }).kind, url).toBe('REFUSED')
})

describe('the public fetch', () => {
  it('asks for the address that was checked, and follows no redirect whatever it is told', async () => {
    const asked: [string, RequestInit][] = []
    const fetcher = publicFetch(async (url, init) => {
      asked.push([url, init])
      return new Response('ok')
    }, { allowLoopback: false })
    await fetcher(' https://EXAMPLE.com/a/../b', { method: 'POST', redirect: 'follow' })
    expect(asked).toEqual([['https://example.com/b', { method: 'POST', redirect: 'manual' }]])
  })

  it('throws ForbiddenAddress before anything is asked', async () => {
    let asked = 0
    const fetcher = publicFetch(async () => {
      asked += 1
      return new Response('ok')
    }, { allowLoopback: false })
    await expect(fetcher('https://[::ffff:10.0.0.1]/', {})).rejects.toMatchObject({ name: 'ForbiddenAddress' })
    expect(asked).toBe(0)
  })
})
