// Hedra fetches nothing by itself: an image or a recording must first be uploaded (POST /files), and the URL it answers
// is the handle, good for an hour. The OpenAPI document of v3 (github.com/hedra-labs/hedra-cli), read 2026-11-22.
import * as v from 'valibot'
import { soundSeconds } from '../../formats/count/count-sound.ts'
import { probe } from '../../formats/probe.ts'
import { MOST_INPUT_BYTES, readCallerMedia, unusable } from '../caller-media.ts'
import type { MediaRoom } from '../caller-media.ts'
import type { Refused } from '../contract.ts'
import { refusalOf, said } from './answers.ts'
import type { UpstreamHttp } from '../http.ts'
import { ownValue } from '../../domain/own-value.ts'

/** Hedra's own limits are 10 MB and 100 MB; a Worker's memory has room for less of a recording. */
const MOST_BYTES = { image: 10_000_000, audio: MOST_INPUT_BYTES } as const
const TRANSFER_TIMEOUT_SECONDS = 60

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/webm': 'webm',
}

const Uploaded = v.object({ url: v.pipe(v.string(), v.minLength(1)) })

export type Upload = { readonly kind: 'UPLOADED'; readonly url: string } | { readonly kind: 'REFUSED'; readonly refused: Refused }

/**
 * Uploads a medium of the caller's. Nothing has been submitted yet, so whatever goes wrong is a definite refusal.
 * @param media an https or data URL
 * @param room of the submission
 * @param mostSeconds how long a recording may be: Hedra bills its length
 */
export async function upload(http: UpstreamHttp, kind: 'image' | 'audio', media: string, room: MediaRoom, mostSeconds = Number.POSITIVE_INFINITY): Promise<Upload> {
  const given = await readCallerMedia(http, media, { field: kind, maxBytes: MOST_BYTES[kind], timeoutSeconds: TRANSFER_TIMEOUT_SECONDS }, room)
  if ('refusal' in given) return refused(given)
  const { bytes } = given
  const facts = await probe({ size: bytes.byteLength, read: async (offset, length) => bytes.subarray(offset, offset + length) })
  const extension = ownValue(EXTENSIONS, facts?.contentType ?? '')
  if (!facts || !extension || !facts.contentType.startsWith(kind)) return refused(unusable(kind, `it is ${facts?.contentType ?? 'nothing known'}`))
  if (kind === 'audio') {
    const seconds = soundSeconds(bytes, facts.durationSeconds)
    if (seconds === undefined || seconds > mostSeconds) return refused(unusable(kind, `it is ${seconds ?? 'an unknown number of'} seconds long where ${mostSeconds} are asked for`))
  }
  const file = { field: 'file', name: `${kind}.${extension}`, contentType: facts.contentType, bytes }
  const outcome = await http.request({ method: 'POST', url: '/files', file, timeoutSeconds: TRANSFER_TIMEOUT_SECONDS })
  if (outcome.kind === 'LOST') return refused({ refusal: 'UNAVAILABLE', detail: outcome.detail })
  const uploaded = v.safeParse(Uploaded, outcome.json)
  if (outcome.status === 201 && uploaded.success) return { kind: 'UPLOADED', url: uploaded.output.url }
  const verdict = outcome.status >= 400 ? refusalOf(outcome) : undefined
  if (verdict?.refusal === 'INVALID_INPUT') return refused(unusable(kind, verdict.detail))
  return refused(verdict ?? { refusal: 'UNAVAILABLE', detail: said(outcome) })
}

const refused = (why: Refused): Upload => ({ kind: 'REFUSED', refused: why })
