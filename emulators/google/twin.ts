// Google as an emulator: Veo, Gemini Omni and the image models, at the Gemini API (`/v1beta`, by API key) and at Vertex AI
// (`/v1/projects/…`, by token), and the endpoint that gives the tokens (`/token`).
import type { Desk, Emulator } from '../emulator.ts'
import { refusalOfKey, refusalOfToken, tokenAnswer } from './auth.ts'
import { generateImage, IMAGE_MODELS } from './images.ts'
import { onInteractions } from './omni.ts'
import { problem } from './replies.ts'
import { GOOGLE_EMULATOR_PROJECT } from './service-account.ts'
import { VEO_MODELS } from './veo-request.ts'
import { download, geminiOperation, startVideo, vertexOperation, type Surface } from './veo.ts'

export { GOOGLE_EMULATOR_KEY, GOOGLE_EMULATOR_KEY_WITHOUT_BILLING } from './auth.ts'

export const googleEmulator: Emulator = { mount: 'google', handle }

/** Served once, and answered by 404 now. */
const RETIRED = /^(?:veo-[23]\.0-|veo-3\.1-.*-preview$|imagen-)/

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/token') {
    return request.method === 'POST' ? tokenAnswer(request, desk) : new Response('Method Not Allowed', { status: 405 })
  }
  // Its SDK asks for images under `v1` since 3.0; Veo never left `v1beta`.
  const gemini = (/^\/v1beta\/(.+)$/.exec(pathname) ?? /^\/v1\/(models\/[^/]+:generateContent)$/.exec(pathname))?.[1]
  if (gemini !== undefined) return refusalOfKey(request) ?? atGemini(request, desk, gemini)
  const [, prefix, project, location, vertex] = /^\/v1(?:beta1)?\/(projects\/([^/]+)\/locations\/([^/]+)\/(?:publishers\/google\/|(?=interactions)))(.+)$/.exec(pathname) ?? []
  if (prefix === undefined || vertex === undefined) return new Response('<title>Error 404 (Not Found)!!1</title>', { status: 404 })
  const refusal = await refusalOfToken(request, desk, 'aiplatform.googleapis.com')
  if (refusal) return refusal
  if (project !== GOOGLE_EMULATOR_PROJECT) {
    return problem(403, 'PERMISSION_DENIED', `Permission 'aiplatform.endpoints.predict' denied on project '${project}'.`)
  }
  // Each is served in one place; elsewhere it is as unknown as any other name.
  const isThere = location === (vertex.startsWith('models/veo-') ? 'us-central1' : 'global')
  return isThere ? ((await onInteractions(request, desk, 'vertex', vertex)) ?? onModel(request, desk, { name: 'vertex', prefix }, vertex)) : problem(404, 'NOT_FOUND', `Publisher Model \`${prefix}${vertex}\` was not found.`)
}

async function atGemini(request: Request, desk: Desk, path: string): Promise<Response> {
  const file = /^files\/(\w+):download$/.exec(path)?.[1]
  const isLook = request.method === 'GET'
  if (file !== undefined && isLook) return download(file, desk)
  if (/^models\/[^/]+\/operations\/[^/]+$/.test(path) && isLook) return geminiOperation(path, desk)
  return (await onInteractions(request, desk, 'gemini', path)) ?? onModel(request, desk, { name: 'gemini', prefix: '' }, path)
}

/** @param path `models/{model}:{method}` */
async function onModel(request: Request, desk: Desk, surface: Surface, path: string): Promise<Response> {
  const [, id, method] = /^models\/([^/:]+):(\w+)$/.exec(path) ?? []
  if (id === undefined || request.method !== 'POST') return problem(404, 'NOT_FOUND', 'Requested entity was not found.')
  if (RETIRED.test(id)) return problem(404, 'NOT_FOUND', `This model models/${id} is no longer available.`)
  const veo = VEO_MODELS.find((model) => model.id === id)
  if (veo && method === 'predictLongRunning') return startVideo(request, desk, surface, veo)
  if (veo && method === 'fetchPredictOperation' && surface.name === 'vertex') {
    return vertexOperation(request, desk, `${surface.prefix}models/${id}`)
  }
  const image = IMAGE_MODELS.find((model) => model.id === id)
  if (image && method === 'generateContent' && (surface.name === 'vertex' || !image.isVertexOnly)) return generateImage(request, desk, image)
  const words = `models/${id} is not found, or is not supported for ${method}. Call ListModels to see the list of available models.`
  return problem(404, 'NOT_FOUND', words)
}
