// An upload, as callers see it.
import type { Plan } from '../domain/plans.ts'
import { partBytesOf, partCountOf } from '../domain/upload.ts'
import type { Upload } from '../store/upload-tables.ts'
import { mostBytesOf } from './create-upload.ts'
import type { WithUploads } from './ports.ts'
import type { WithClock } from '../domain/effects.ts'

export interface UploadView {
  readonly id: string
  readonly url: string
  readonly partBytes: number | null
  readonly received: readonly number[]
  readonly maxBytes: number
  readonly expiresAtMs: number
  readonly existing: boolean
}

const LINK_MS = 3_600_000

export async function viewUpload({ uploads, now }: WithClock & WithUploads<'sendUrl'>, upload: Upload, plan: Plan): Promise<UploadView> {
  return {
    id: upload.id,
    url: await uploads.sendUrl(upload.accountId, upload.id, Math.min(now() + LINK_MS, upload.expiresAtMs)),
    partBytes: partBytesOf(upload.bytes),
    received: receivedOf(upload),
    maxBytes: mostBytesOf(plan, upload.contentType),
    expiresAtMs: upload.expiresAtMs,
    existing: upload.status === 'STORED',
  }
}

/** The numbers of the parts that are there; a file in one piece is its first. */
export function receivedOf({ status, bytes, parts }: Upload): readonly number[] {
  if (status === 'STORED') return Array.from({ length: partCountOf(bytes) }, (_, index) => index + 1)
  return Object.keys(parts ?? {}).map(Number).toSorted((one, other) => one - other)
}
