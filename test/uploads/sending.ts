// What the tests of uploads share: files, and the way of one.
import { env } from 'cloudflare:workers'
import { as } from '../auth/keys.ts'
import type { Answer, Reply, World } from '../world.ts'

export const CREATE_UPLOAD = 'mutation ($input: UploadCreateInput!) { uploadCreate(input: $input) { id url partBytes received maxBytes expiresAt existing } }'
export const READ_UPLOAD = 'query ($id: ID!) { upload(id: $id) { id url received expiresAt existing } }'

export type Bytes = Uint8Array<ArrayBuffer>

/** A picture of 640 by 480, of so many bytes, and another for each salt. */
export function pngOf(bytes: number, salt = 0): Bytes {
  const file = new Uint8Array(bytes)
  file.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 128, 0, 0, 1, 224])
  file[bytes - 1] = salt
  return file
}

export async function sha256Of(bytes: Bytes): Promise<string> {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function announce(world: World, input: Record<string, unknown>, credential = world.key): Promise<Answer> {
  return (await as(world, credential).ask(CREATE_UPLOAD, { input: { contentType: 'image/png', ...input } }))['uploadCreate']
}

export const refused = (world: World, input: Record<string, unknown>, credential = world.key): Promise<Reply> =>
  as(world, credential).post(CREATE_UPLOAD, { input: { contentType: 'image/png', ...input } })

/** @param change of the address */
export async function send(world: World, url: string, body: BodyInit | null, init: RequestInit = {}): Promise<{ status: number; body: Answer; headers: Headers }> {
  const { pathname, search } = new URL(url)
  const response = await world.fetchApp(pathname + search, { method: 'PUT', body, ...init })
  return { status: response.status, body: await response.json(), headers: response.headers }
}

/** Announced and sent. @returns its id */
export async function upload(world: World, bytes: Bytes, input: Record<string, unknown> = {}, credential = world.key): Promise<string> {
  const { id, url } = await announce(world, { bytes: bytes.byteLength, ...input }, credential)
  const { status, body } = await send(world, url, bytes)
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
  return id
}

export const objectsOf = async (world: World): Promise<readonly string[]> => (await env.MEDIA.list({ prefix: `uploads/${world.accountId}/` })).objects.map(({ key }) => key)

export const rowsOf = async (world: World) =>
  (await env.DB.prepare('select * from uploads where account_id = ?1 order by id').bind(world.accountId).all<Record<string, string | number | null>>()).results

export const sharesOf = async (world: World) =>
  (await env.DB.prepare('select party, stored_bytes, today from upload_shares where account_id = ?1 order by party').bind(world.accountId).all<Record<string, string | number>>()).results

/** A body that stops in the middle. */
export function brokenOff(bytes: Bytes, after: number): ReadableStream<Uint8Array> {
  let isSent = false
  return new ReadableStream({
    pull: (controller) => {
      if (isSent) controller.error(new Error('the connection was lost'))
      else controller.enqueue(bytes.slice(0, after))
      isSent = true
    },
  })
}

/** A body in these pieces. */
export function inPieces(...pieces: readonly Bytes[]): ReadableStream<Uint8Array> {
  const waiting = [...pieces]
  return new ReadableStream({
    pull: (controller) => {
      const next = waiting.shift()
      if (next) controller.enqueue(next)
      else controller.close()
    },
  })
}

export const HOUR_MS = 3_600_000
