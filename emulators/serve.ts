// Answers a request below `/emulators`: finds the emulator by its mount, or the published media by its id. The Worker of
// local development and the tests' memory desk differ only in where tasks and bytes are kept, which is a Site.
import type { Desk, Emulator, Media } from './emulator.ts'

/** The folder of published media, beside the emulators' mounts. */
export const MEDIA_MOUNT = 'media'

export interface Published {
  readonly media: Media
  readonly expiresAtMs: number
}

export interface Site {
  /** Where `/emulators` is, no trailing slash: `http://127.0.0.1:8787/emulators`. */
  readonly origin: string
  readonly emulators: readonly Emulator[]
  readonly nowMs: () => number
  readonly deskOf: (emulator: Emulator) => Desk
  readonly published: (id: string) => Promise<Published | undefined>
}

/** @param request any URL; one that is not below the site's origin or under no mount of it answers 404 */
export async function serve(request: Request, site: Site): Promise<Response> {
  const path = request.url.startsWith(`${site.origin}/`) ? request.url.slice(site.origin.length + 1) : ''
  const mount = /^[^/?#]*/.exec(path)?.[0] ?? ''
  const rest = path.slice(mount.length)
  if (mount === MEDIA_MOUNT) {
    const id = /^\/([\w-]+)/.exec(rest)?.[1]
    return mediaAnswer(id ? await site.published(id) : undefined, request.method, site.nowMs())
  }
  const emulator = site.emulators.find((candidate) => candidate.mount === mount)
  if (!emulator) return new Response(`nothing is mounted at ${request.url}\n`, { status: 404 })
  return emulator.handle(new Request(unmounted(site.origin, rest), request), site.deskOf(emulator))
}

function unmounted(origin: string, rest: string): string {
  return new URL(origin).origin + (rest.startsWith('/') ? rest : `/${rest}`)
}

/** As storage behind signed links does: 403 once the link has expired, also to HEAD. */
function mediaAnswer(published: Published | undefined, method: string, nowMs: number): Response {
  if (!published) return new Response('no such media\n', { status: 404 })
  if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
  if (nowMs >= published.expiresAtMs) return new Response('the link has expired\n', { status: 403 })
  const { bytes, contentType } = published.media
  const headers = { 'content-type': contentType, 'content-length': String(bytes.byteLength) }
  return new Response(method === 'HEAD' ? null : bytes, { headers })
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
}

/** The link to published media. The extension is for people; only the id counts. */
export function mediaUrl(origin: string, id: string, media: Media): string {
  const extension = EXTENSIONS[media.contentType.split(';')[0] ?? '']
  return `${origin}/${MEDIA_MOUNT}/${id}${extension ? `.${extension}` : ''}`
}
