// A video that Google keeps as a file of the Gemini API: by Veo's operations and by interactions alike.
// https://ai.google.dev/gemini-api/docs/video, read 2026-11-22.
import { lengthOf } from '../answer-media.ts'
import type { PollOutcome } from '../contract.ts'
import { said, unreachable } from './answers.ts'
import { MAX_MEDIA_BYTES, type UpstreamHttp } from '../http.ts'

const FILE_TIMEOUT_SECONDS = 120

/**
 * The Gemini API's file wants our key, which must not leave this adapter, and answers by a redirect to a signed link, which
 * needs none: that link is the output. The client sends the key to Google's own origin alone. A redirect to the file's other
 * name there is followed once; bytes are taken as they come.
 */
export async function fetchFile(http: UpstreamHttp, uri: string, mayFollow = true): Promise<PollOutcome> {
  if (!URL.canParse(uri)) return { kind: 'UNREACHABLE', detail: `not an address: ${uri.slice(0, 200)}` }
  const outcome = await http.request({ method: 'GET', url: uri, headers: { accept: '*/*' }, timeoutSeconds: FILE_TIMEOUT_SECONDS, maxAnswerBytes: MAX_MEDIA_BYTES })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  const link = URL.parse(outcome.headers.get('location') ?? '', uri)
  if (outcome.status >= 300 && outcome.status < 400 && link && outcome.headers.has('location')) {
    const isStillTheFile = link.origin === new URL(uri).origin && link.pathname.includes('/files/')
    return isStillTheFile && mayFollow ? fetchFile(http, link.href, false) : { kind: 'DONE', outputs: [{ kind: 'url', url: link.href }] }
  }
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  if (outcome.status !== 200 || lengthOf(outcome.pieces) === 0) return unreachable(outcome)
  const contentType = outcome.headers.get('content-type') ?? 'video/mp4'
  return { kind: 'DONE', outputs: [{ kind: 'bytes', bytes: outcome.pieces, contentType }] }
}
