// Instant voice cloning: the caller's sample becomes a voice (POST /v1/voices/add), which speaks once and is deleted again,
// so that nobody's voice stays behind and the account's voice slots stay free.
// https://elevenlabs.io/docs/api-reference/voices/ivc/create, by way of the official Python SDK's page, read 2026-11-22.
import * as v from 'valibot'
import { readCallerMedia } from '../caller-media.ts'
import type { Refused } from '../contract.ts'
import type { HttpAnswer, UpstreamHttp } from '../http.ts'

/** A sample of a minute or two is all that cloning uses. */
const MAX_SAMPLE_BYTES = 10_000_000
const TIMEOUT_SECONDS = 60

const Added = v.object({ voice_id: v.pipe(v.string(), v.minLength(1)), requires_verification: v.nullish(v.boolean(), false) })

/**
 * @param name shown in the upstream's own list while it exists
 * @param refusal reads the upstream's error answers
 * @returns the voice's id, or a definite refusal: nothing has been spoken yet
 */
export async function cloneVoice(
  http: UpstreamHttp,
  sample: string,
  name: string,
  refusal: (answer: HttpAnswer) => Refused,
): Promise<string | Refused> {
  const media = await readCallerMedia(http, sample, { field: 'audio', maxBytes: MAX_SAMPLE_BYTES })
  if ('refusal' in media) return media
  const file = { fields: { name }, field: 'files', name: 'sample', ...media }
  const outcome = await http.request({ method: 'POST', url: '/v1/voices/add', file, timeoutSeconds: TIMEOUT_SECONDS })
  if (outcome.kind === 'LOST') return { refusal: 'UNAVAILABLE', detail: outcome.detail }
  const added = v.safeParse(Added, outcome.json)
  if (outcome.status !== 200 || !added.success) return ofTheSample(refusal(outcome))
  if (!added.output.requires_verification) return added.output.voice_id
  await deleteVoice(http, added.output.voice_id)
  return { refusal: 'MODERATED', detail: 'the voice needs its owner to be verified' }
}

/** Nothing else of the request is the caller's. */
const ofTheSample = (refused: Refused): Refused => (refused.refusal === 'INVALID_INPUT' ? { ...refused, refusal: 'INPUT_MEDIA', field: 'audio' } : refused)

/** A voice that could not be deleted is an operator's to tidy; the speech is not lost by it. */
export async function deleteVoice(http: UpstreamHttp, voiceId: string): Promise<void> {
  await http.request({ method: 'DELETE', url: `/v1/voices/${encodeURIComponent(voiceId)}` })
}
