// Voices of an account's own: added from samples (instant cloning), and deleted. Recalled but for the path and the fields:
// https://elevenlabs.io/docs/api-reference/voices/ivc/create, 2026-11-22.
import type { Desk } from '../emulator.ts'

/** A premade voice: what a clone sounds like here. */
export const CLONES_SPEAK_AS = '21m00Tcm4TlvDq8ikWAM'

/** @param path what follows `/v1/voices/` */
export async function handleVoices(request: Request, path: string, desk: Desk): Promise<Response> {
  if (path === 'add') return request.method === 'POST' ? addVoice(request, desk) : notAllowed()
  if (request.method !== 'DELETE') return notAllowed()
  if (!(await desk.tasks.get(path))) {
    return Response.json({ detail: { status: 'voice_not_found', message: `A voice with voice_id ${path} was not found.` } }, { status: 404 })
  }
  await desk.tasks.delete(path)
  return Response.json({ status: 'ok' })
}

async function addVoice(request: Request, desk: Desk): Promise<Response> {
  const form = await request.formData().catch(() => undefined)
  const name = form?.get('name')
  const sample = form?.get('files')
  if (typeof name !== 'string' || name === '') return missing('name')
  if (!(sample instanceof File)) return missing('files')
  if (!sample.type.startsWith('audio/') || sample.size === 0) {
    return Response.json({ detail: { status: 'invalid_content', message: 'Uploaded file is not an audio file.' } }, { status: 400 })
  }
  const id = desk.newId().replaceAll('-', '').slice(0, 20)
  await desk.tasks.put({ id, createdAtMs: desk.nowMs(), forced: undefined, request: { name } })
  return Response.json({ voice_id: id, requires_verification: false })
}

const notAllowed = (): Response => Response.json({ detail: 'Method Not Allowed' }, { status: 405 })

function missing(field: string): Response {
  return Response.json({ detail: [{ type: 'missing', loc: ['body', field], msg: 'Field required', input: null }] }, { status: 422 })
}
