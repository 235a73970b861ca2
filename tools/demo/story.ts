// The demo's story: a picture is sent, becomes a video that is followed over a live stream, and a webhook tells of it, whose signature is
// checked. Drawn as it happens: who says what to whom.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createClient } from 'graphql-sse'
import { Webhook } from 'standardwebhooks'
import * as v from 'valibot'
import type { DemoClient } from './client.ts'
import type { DemoInput } from './generation.ts'
import { openCatcher, type CaughtWebhook } from './catcher.ts'
import { bold, byteCount, cyan, dim, green, grouped, left, print, seconds } from '../local/terminal.ts'

const FOLLOW = 'subscription ($id: ID!) { generation(id: $id) { id status progress } }'
const Uploaded = v.object({ id: v.string(), url: v.string(), existing: v.boolean() })
const Told = v.object({ data: v.object({ generation: v.object({ id: v.string(), status: v.string(), progress: v.nullable(v.number()) }) }) })
const Announced = v.object({ type: v.string(), data: v.object({ id: v.string(), status: v.string() }) })

const WEBHOOK_PATIENCE_MS = 20_000
/** Of the caller's lane and the service's. */
const LANE = 34

interface Needs {
  readonly client: DemoClient
  readonly url: string
  readonly key: string
  readonly webhookSecret: string
}

/** @throws Error with a sentence for people */
export async function tellStory({ client, url, key, webhookSecret }: Needs): Promise<{ readonly id: string; readonly creditCost: number }> {
  const startedAtMs = Date.now()
  const lane = (text: string, arrow: string, other = ''): void =>
    print(`  ${dim(seconds(Date.now() - startedAtMs).padStart(7))}  │ ${left(text, LANE)} ${arrow} │ ${other}`)
  const ask = (text: string, other: string): void => lane(text, cyan('────▶'), other)
  const hear = (text: string, other = ''): void => lane(text, green('◀────'), other)

  print(`  ${bold('A picture becomes a video')}`)
  print()
  print(`  ${''.padStart(7)}  ${left(bold('you'), LANE + 8)}   ${bold('Doitong')}`)
  const picture = readFileSync(new URL('portrait.jpg', import.meta.url))
  const sha256 = createHash('sha256').update(picture).digest('hex')
  const upload = v.parse(Uploaded, await client.uploadCreate({ contentType: 'image/jpeg', bytes: picture.length, sha256, fileName: 'portrait.jpg' }))
  ask(`PUT portrait.jpg, ${byteCount(picture.length)}`, upload.id)
  const sent = await fetch(upload.url, { method: 'PUT', body: picture })
  if (!sent.ok) throw new Error(`The picture was answered ${sent.status}`)
  hear('stored', `sha256 ${sha256.slice(0, 12)}…, as it was announced`)

  const catcher = await openCatcher()
  try {
    const input: DemoInput = { type: 'VIDEO', provider: 'luma', input: { text: 'She looks up and smiles', image: upload.id }, webhookUrl: catcher.url }
    const { id, creditCost } = await client.generate(input)
    ask('generate: “She looks up and smiles”', `${id}, ${grouped(creditCost)} credits`)
    ask('subscribe over SSE', '')
    await follow(url, key, id, hear)
    const caught = await catcher.next(WEBHOOK_PATIENCE_MS)
    hear(`webhook ${verify(webhookSecret, caught, id)}`, caught.headers['webhook-id'] ?? '')
    lane(`${green('✓')} its signature is verified`, '     ')
    lane(`${green('✓')} with one byte changed, it is not`, '     ')
    print()
    return { id, creditCost }
  } finally {
    catcher.close()
  }
}

/** The present state, and then each change, until the end. */
async function follow(url: string, key: string, id: string, hear: (text: string, other?: string) => void): Promise<void> {
  const stream = createClient({ url: `${url}/graphql`, headers: { Authorization: `Bearer ${key}` }, retryAttempts: 0 })
  try {
    let last = 'nothing'
    for await (const event of stream.iterate({ query: FOLLOW, variables: { id } })) {
      const { generation } = v.parse(Told, event).data
      last = generation.status
      hear(`${last === 'COMPLETED' ? green(last) : last} ${dim(last === 'COMPLETED' ? '' : `${generation.progress ?? 0} %`)}`)
    }
    if (last !== 'COMPLETED') throw new Error(`${id} was followed to ${last}`)
  } finally {
    stream.dispose()
  }
}

/** As its receiver does, by the library. @returns the event that it tells of */
function verify(secret: string, { headers, body }: CaughtWebhook, id: string): string {
  const verifier = new Webhook(secret)
  const { type, data } = v.parse(Announced, verifier.verify(body, headers))
  if (data.id !== id) throw new Error(`The webhook is about ${data.id}`)
  try {
    verifier.verify(`${body} `, headers)
  } catch {
    return type
  }
  throw new Error('A webhook that was changed on its way was taken for ours')
}
