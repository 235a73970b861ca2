// What Hedra would ask for a video, by POST /models/{model}/estimate: it publishes no price per second. Never while a caller
// waits. The body is the job's own input with its length, so the files are uploaded as for a job, which is free. The OpenAPI
// document of v3 (github.com/hedra-labs/hedra-cli, 2026-08-21), read 2026-11-28.
import * as v from 'valibot'
import { toBase64 } from '../../domain/base64.ts'
import { mediaRoom } from '../caller-media.ts'
import { ownValue } from '../../domain/own-value.ts'
import type { EstimateOutcome, EstimatedWork } from '../contract.ts'
import { said } from './answers.ts'
import { upload } from './media.ts'
import type { UpstreamHttp } from '../http.ts'

const Estimate = v.object({ cost: v.pipe(v.number(), v.minValue(0)), currency: v.literal('USD') })

/** A text is spoken first, by a job that is estimated by its letters and a voice: as recalled, for each second. */
const SPEECH_USD_PER_SECOND: Readonly<Record<string, number>> = { 'hedra-avatar': 0.005 }

const PORTRAIT = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
const SAMPLES_PER_SECOND = 8000

export async function estimate(http: UpstreamHttp, { model, options, seconds }: EstimatedWork): Promise<EstimateOutcome> {
  const room = mediaRoom()
  const portrait = await upload(http, 'image', PORTRAIT, room)
  if (portrait.kind === 'REFUSED') return { kind: 'UNKNOWN', detail: portrait.refused.detail }
  const recording = await upload(http, 'audio', `data:audio/wav;base64,${toBase64(silence(seconds))}`, room)
  if (recording.kind === 'REFUSED') return { kind: 'UNKNOWN', detail: recording.refused.detail }
  const input = {
    prompt: 'A person speaking to the camera',
    aspect_ratio: String(options.aspectRatio),
    resolution: String(options.resolution),
    duration_ms: seconds * 1000,
    start_image: { source: 'url', url: portrait.url },
    audio: { source: 'url', url: recording.url },
  }
  const outcome = await http.request({ method: 'POST', url: `/models/${model}/estimate`, json: { input } })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  const told = v.safeParse(Estimate, outcome.json)
  if (outcome.status !== 200 || !told.success) return { kind: 'UNKNOWN', detail: said(outcome) }
  return { kind: 'TOLD', usd: told.output.cost + (ownValue(SPEECH_USD_PER_SECOND, model) ?? 0) * seconds }
}

/** A WAV file of one channel and eight bits. */
function silence(seconds: number): Uint8Array<ArrayBuffer> {
  const length = seconds * SAMPLES_PER_SECOND
  const bytes = new Uint8Array(44 + length).fill(0x80)
  const view = new DataView(bytes.buffer)
  const words = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at)
  words(0, 'RIFF')
  view.setUint32(4, 36 + length, true)
  words(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, SAMPLES_PER_SECOND, true)
  view.setUint32(28, SAMPLES_PER_SECOND, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  words(36, 'data')
  view.setUint32(40, length, true)
  return bytes
}
