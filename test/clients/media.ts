// The check at the end of every client's way: the media that its link leads to.
import assert from 'node:assert/strict'

/** Fetches it as a browser would, without a key. @param family `video/`, `image/` or `audio/` */
export async function assertMedia(url: unknown, family: string): Promise<void> {
  assert.ok(typeof url === 'string', `there should be a url, there is ${JSON.stringify(url)}`)
  // As in graphql.ts: no connection is kept.
  const response = await fetch(url, { headers: { connection: 'close' } })
  const content = await response.arrayBuffer()
  assert.equal(response.status, 200, url)
  assert.ok(response.headers.get('content-type')?.startsWith(family), `${response.headers.get('content-type')} should be ${family}…`)
  assert.ok(content.byteLength > 500, `${content.byteLength} bytes are no media`)
  assert.equal(response.headers.get('content-length'), String(content.byteLength))
}
