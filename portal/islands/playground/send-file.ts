// Sends a file as an upload, and tells how far it is: its hash first, so that a file that was sent before is found again.
import { toHex } from '../../../src/domain/digest.ts'
import { ask, AskError, Offline } from '../../ask.ts'
import type { Mode } from '../../ask.ts'
import type { SentFile } from './form.ts'
import { UPLOAD } from './operations.ts'

export interface Sending {
  readonly mode: Mode
  readonly signal: AbortSignal
  /** 0 to 1. */
  readonly onProgress: (share: number) => void
}

/** @returns the upload's id, and what is known of the file @throws AskError @throws Offline */
export async function sendFile(file: File, { mode, signal, onProgress }: Sending): Promise<{ readonly id: string; readonly sent: SentFile }> {
  const sent: SentFile = { contentType: file.type, bytes: file.size, name: file.name, ...(await sizeOf(file)) }
  const input = { contentType: file.type, bytes: file.size, sha256: await hashOf(file), fileName: file.name.slice(-100) }
  const { uploadCreate: upload } = await ask(UPLOAD, { variables: { input }, mode, signal, isQuiet: true })
  if (!upload.existing) await sendAll(file, upload, signal, onProgress)
  onProgress(1)
  return { id: upload.id, sent }
}

async function sendAll(file: File, { url, partBytes, received }: { readonly url: string; readonly partBytes: number | null; readonly received: readonly number[] }, signal: AbortSignal, onProgress: Sending['onProgress']): Promise<void> {
  if (partBytes === null) return put(url, 'PUT', file, signal, (bytes) => onProgress(bytes / file.size))
  const parts = Math.ceil(file.size / partBytes)
  for (let part = 1; part <= parts; part += 1) {
    const start = (part - 1) * partBytes
    if (!received.includes(part)) await put(`${url}&part=${part}`, 'PUT', file.slice(start, start + partBytes), signal, (bytes) => onProgress((start + bytes) / file.size))
  }
  await put(`${url}&complete`, 'POST', null, signal, () => {})
}

/** By XMLHttpRequest: it alone tells how much has gone. */
function put(url: string, method: string, body: Blob | null, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.upload.addEventListener('progress', ({ loaded }) => onBytes(loaded))
    request.addEventListener('load', () => (request.status < 300 ? resolve() : reject(refusalIn(request.responseText))))
    request.addEventListener('error', () => reject(new Offline()))
    request.addEventListener('abort', () => reject(new Offline()))
    request.open(method, url)
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.send(body)
  })
}

function refusalIn(text: string): AskError {
  try {
    const [error] = (JSON.parse(text) as { readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[] }).errors
    return new AskError(error?.message ?? '', { code: error?.extensions.code ?? 'INTERNAL' })
  } catch {
    return new AskError(text)
  }
}

async function hashOf(file: File): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
}

async function sizeOf(file: File): Promise<{ readonly width?: number; readonly height?: number }> {
  if (!file.type.startsWith('image/')) return {}
  try {
    const { width, height } = await createImageBitmap(file)
    return { width, height }
  } catch {
    return {}
  }
}
