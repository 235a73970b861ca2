// `npm run test:uploads`: a film of 1 GB, or with `-- 150` of so many MB, really sent, in numbered parts, to a service of its own: cut off in the middle of a part, the service
// killed outright, and gone on with from what is there. What its Workers hold in memory meanwhile is measured.
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import * as v from 'valibot'
import { demoClient } from './demo/client.ts'
import { startService, type RunningService } from './local/service.ts'
import { byteCount, green, print, red, seconds } from './local/terminal.ts'
import { watchMemory } from './local/watch-memory.ts'
import { bytesOfFilm, MOST_BYTES_AT_ONCE } from './test-uploads/film.ts'

const FILM_BYTES = Number(process.argv[2] ?? 1000) * 1_000_000
/** Beyond what they hold when nothing is sent; the local R2, which stands in the same process, included. */
const MOST_GROWTH_BYTES = 700 * 1024 * 1024
const AT_ONCE = 2
const MOST_TRIES = 4

const Announced = v.object({ id: v.string(), url: v.string(), partBytes: v.number(), received: v.array(v.number()) })
type Announced = v.InferOutput<typeof Announced>
const Stored = v.object({ stored: v.boolean(), bytes: v.number(), sha256: v.string() })

const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-uploads-'))
process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }))
let service: RunningService | undefined
try {
  const sha256 = digest()
  service = await startService({ stateFolder, isBuilt: true, say: print })
  const memory = watchMemory()
  const first = await announce(service, sha256)
  const parts = Math.ceil(FILM_BYTES / first.partBytes)
  const half = Math.floor(parts / 2)
  const startedAtMs = Date.now()
  await sendAll(first, numbers(1, half))
  await cutOff(first, half + 1)
  print(`  ${half} of ${parts} parts sent, the next cut off in its middle; the service is killed`)
  await service.kill()

  service = await startService({ stateFolder, isBuilt: true, say: print })
  const again = await announce(service, sha256)
  if (again.id !== first.id || again.received.length !== half) throw new Error(`${again.id} has ${again.received.length} parts, of ${half} that were sent to ${first.id}`)
  // The last first, and one that is there once more.
  await sendAll(again, [1, ...numbers(half + 1, parts).toReversed()])
  const sentAtMs = Date.now()
  const completed = await fetch(`${again.url}&complete`, { method: 'POST' })
  const stored = v.parse(Stored, await completed.json())
  if (!stored.stored || stored.bytes !== FILM_BYTES || stored.sha256 !== sha256) throw new Error(`It was stored as ${JSON.stringify(stored)}`)
  const { restingBytes, mostBytes } = memory.stop()
  const grown = mostBytes - restingBytes
  print(`  joined, read once more and digested in ${seconds(Date.now() - sentAtMs)}`)
  print(`  the Workers held ${byteCount(restingBytes)} at rest and ${byteCount(mostBytes)} at most`)
  if (grown > MOST_GROWTH_BYTES) throw new Error(`They held ${byteCount(grown)} more while it was sent; ${byteCount(MOST_GROWTH_BYTES)} is the most`)
  print(green(`${FILM_BYTES / 1_000_000} MB in ${parts} parts, cut off and gone on with, stored as it was sent in ${seconds(Date.now() - startedAtMs)}`))
} catch (error) {
  print(red(error instanceof Error ? error.message : String(error)))
  process.exitCode = 1
} finally {
  await service?.stop()
}

/** The same announcement finds the same upload. */
async function announce({ url, keys }: RunningService, sha256: string): Promise<Announced> {
  return v.parse(Announced, await demoClient(url, keys.enterprise).uploadCreate({ contentType: 'video/mp4', bytes: FILM_BYTES, sha256, fileName: 'film.mp4' }))
}

function digest(): string {
  const hash = createHash('sha256')
  for (let from = 0; from < FILM_BYTES; from += MOST_BYTES_AT_ONCE) hash.update(bytesOfFilm(FILM_BYTES, from, Math.min(FILM_BYTES, from + MOST_BYTES_AT_ONCE)))
  return hash.digest('hex')
}

async function sendAll(upload: Announced, parts: readonly number[]): Promise<void> {
  await pLimit(AT_ONCE).map(parts, (part) => sendPart(upload, part))
}

/** What did not arrive is sent again, as every sender does. */
async function sendPart({ url, partBytes }: Announced, part: number): Promise<void> {
  let problem = ''
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const sent = await fetch(`${url}&part=${part}`, { method: 'PUT', body: bytesOf(part, partBytes) }).catch((error: unknown) => String(error))
    if (typeof sent !== 'string' && sent.ok) {
      await sent.body?.cancel()
      return
    }
    problem = typeof sent === 'string' ? sent : `${sent.status} ${(await sent.text()).slice(0, 200)}`
    if (typeof sent !== 'string' && sent.status < 500) break
  }
  throw new Error(`Part ${part} was answered ${problem}`)
}

/** The half of it, and then nothing more. */
async function cutOff({ url, partBytes }: Announced, part: number): Promise<void> {
  const bytes = bytesOf(part, partBytes)
  const sending = request(`${url}&part=${part}`, { method: 'PUT', headers: { 'content-length': bytes.length } })
  sending.on('error', () => undefined)
  await new Promise((resolve) => sending.write(bytes.subarray(0, bytes.length / 2), resolve))
  sending.destroy()
}

function bytesOf(part: number, partBytes: number): Uint8Array<ArrayBuffer> {
  return bytesOfFilm(FILM_BYTES, (part - 1) * partBytes, Math.min(FILM_BYTES, part * partBytes))
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
