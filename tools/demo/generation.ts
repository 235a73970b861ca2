// One generation of the demo, from the published input to a checked file.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import type { DemoClient, Generation } from './client.ts'
import { hasEnded, type Line, type Screen } from './screen.ts'

/** As the published samples poll; sooner where the service says so. */
const POLL_MS = 2000

export const DemoInputs = v.array(v.object({ variables: v.object({ input: v.looseObject({ type: v.string() }) }) }))
export type DemoInput = v.InferOutput<typeof DemoInputs>[number]['variables']['input']

export interface MediaFile {
  readonly name: string
  readonly bytes: number
  readonly contentType: string
}

export interface Finished {
  readonly line: Line
  readonly generation: Generation
  readonly file: MediaFile
}

/** What a file of each type must be. */
const FAMILIES: Readonly<Record<string, string>> = { VIDEO: 'video/', AVATAR: 'video/', IMAGE: 'image/', AUDIO: 'audio/' }

const EXTENSIONS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
}

/** Throws with a sentence for people when it does not complete, or its file is not sound. */
export async function generate(
  client: DemoClient,
  input: DemoInput,
  line: Line,
  screen: Screen,
  folder: string,
  deadlineMs: number,
): Promise<Finished> {
  try {
    const { id } = await client.generate(input)
    const generation = await untilEnded(client, id, line, screen, deadlineMs)
    if (generation.status !== 'COMPLETED') {
      throw new Error(`${id} ended as ${generation.status}: ${generation.error?.message ?? 'no reason was given'}`)
    }
    return { line, generation, file: await download(generation, line.number, folder) }
  } catch (error) {
    if (!hasEnded(line)) Object.assign(line, { status: 'FAILED', endedAtMs: Date.now() })
    screen.changed(line)
    throw error
  }
}

async function untilEnded(client: DemoClient, id: string, line: Line, screen: Screen, deadlineMs: number): Promise<Generation> {
  while (true) {
    const generation = await client.generation(id)
    line.provider = generation.provider
    line.status = generation.status
    line.percent = generation.status === 'COMPLETED' ? 100 : (generation.progress ?? 0)
    if (hasEnded(line)) line.endedAtMs = Date.now()
    screen.changed(line)
    if (hasEnded(line)) return generation
    if (Date.now() > deadlineMs) throw new Error(`${id} was still ${generation.status} when the demo's time was up`)
    await sleep(Math.min(generation.pollAfterMs ?? POLL_MS, POLL_MS))
  }
}

async function download(generation: Generation, number: number, folder: string): Promise<MediaFile> {
  if (!generation.url) throw new Error(`${generation.id} is completed but has no url`)
  const response = await fetch(generation.url, { signal: AbortSignal.timeout(30_000) })
  if (!response.ok) throw new Error(`The media of ${generation.id} answered ${response.status}`)
  const content = new Uint8Array(await response.arrayBuffer())
  const contentType = response.headers.get('content-type') ?? 'nothing'
  const promised = Number(response.headers.get('content-length') ?? content.length)
  const family = FAMILIES[generation.type] ?? ''
  if (!contentType.startsWith(family)) throw new Error(`The media of ${generation.id} should be ${family}… but is ${contentType}`)
  if (content.length === 0 || content.length !== promised) {
    throw new Error(`The media of ${generation.id} should have ${promised} bytes but has ${content.length}`)
  }
  const name = [
    String(number).padStart(2, '0'),
    generation.type.toLowerCase(),
    `${generation.provider}.${EXTENSIONS[contentType] ?? 'bin'}`,
  ].join('-')
  writeFileSync(join(folder, name), content)
  return { name, bytes: content.length, contentType }
}
