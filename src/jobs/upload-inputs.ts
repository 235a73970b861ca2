// Uploads among a request's media: which they are, what stands for each in the request, and what it means to be the same request.
import { invalidInput } from '../domain/errors.ts'
import type { MediaKind } from '../domain/media.ts'
import type { SubmissionInput } from '../domain/upstream.ts'
import { isUploadId, writeKeptUpload } from '../domain/upload.ts'
import { knownInputType } from '../formats/input-type.ts'
import type { GenerationRequest } from '../routing/serve.ts'
import type { Upload } from '../store/upload-tables.ts'
import type { FindUploads } from '../uploads/find-uploads.ts'
import { objectName } from '../uploads/object-name.ts'

const MEDIA = ['image', 'lastImage', 'audio', 'video'] as const

export const NO_UPLOADS: FindUploads = async () => new Map()

export function uploadIdsIn(input: SubmissionInput): readonly string[] {
  const given = [...MEDIA.map((name) => input[name]), ...(input.images ?? [])]
  return [...new Set(given.flatMap((value) => (value !== undefined && isUploadId(value) ? [value.trim()] : [])))]
}

/** The request as it is known again: an upload stands for its bytes, whichever of them has brought these. */
export async function withHashes(request: GenerationRequest, find: FindUploads): Promise<GenerationRequest> {
  const ids = uploadIdsIn(request.input)
  if (ids.length === 0) return request
  const found = await find(ids)
  const hashOf = (value: string): string => {
    const upload = isUploadId(value) ? found.get(value.trim()) : undefined
    return upload ? `sha256:${upload.sha256}` : value
  }
  const input: Record<string, string | readonly string[]> = { ...request.input }
  for (const name of MEDIA) {
    const value = request.input[name]
    if (value !== undefined) input[name] = hashOf(value)
  }
  return { ...request, input: { ...input, ...(request.input.images && { images: request.input.images.map(hashOf) }) } }
}

/** @returns its word @throws ApiError INVALID_INPUT for one that is not there for this caller, or of another kind */
export function takeUpload(upload: Upload | undefined, field: string, kind: MediaKind): string {
  if (!upload || upload.object === null) {
    throw invalidInput(field, {
      en: 'You have no such upload. It may not be complete, or its time may be over.',
      hi: 'आपका ऐसा कोई upload नहीं है। हो सकता है वह अधूरा हो या उसकी अवधि पूरी हो गई हो।',
    })
  }
  const { id, contentType, object, bytes } = upload
  if (knownInputType(contentType)?.kind !== kind) throw invalidInput(field, { en: `This upload is ${contentType}.`, hi: `यह upload ${contentType} है।` })
  return writeKeptUpload({ path: `${id}/${objectName(contentType, object)}`, contentType, bytes })
}
