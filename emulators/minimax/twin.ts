// The twin of api.minimax.io: one key and one host for video and images. Even a refused key is answered with HTTP 200.
import type { Desk, Emulator } from '../emulator.ts'
import { createImages } from './image.ts'
import { refuse } from './replies.ts'
import { createVideo, minimaxCallback, queryVideo, retrieveFile } from './video.ts'

/** The one key this emulator accepts. */
export const MINIMAX_EMULATOR_KEY = 'sk-api-emulator-0123456789abcdefghijklmnopqrstuvwxyz'

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const route = ROUTES[`${request.method} ${pathname}`]
  if (!route) return new Response('404 page not found', { status: 404, headers: { 'content-type': 'text/plain' } })
  const key = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key === undefined) return refuse(desk, { code: 1004 })
  if (key !== MINIMAX_EMULATOR_KEY) return refuse(desk, { code: 2049 })
  return route(request, desk, searchParams)
}

type Route = (request: Request, desk: Desk, query: URLSearchParams) => Promise<Response>

const ROUTES: Readonly<Record<string, Route>> = {
  'POST /v1/video_generation': createVideo,
  'GET /v1/query/video_generation': (_request, desk, query) => queryVideo(query.get('task_id'), desk),
  'GET /v1/files/retrieve': (_request, desk, query) => retrieveFile(query.get('file_id'), desk),
  'POST /v1/image_generation': createImages,
}

export const minimaxEmulator: Emulator = { mount: 'minimax', handle, callback: minimaxCallback }
