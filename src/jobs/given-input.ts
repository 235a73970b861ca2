// What a caller gave to make a generation from, as it can be told again: bytes by their type and size.
import type { SubmissionInput } from '../domain/upstream.ts'
import { readKept } from '../media/kept-media.ts'
import type { KeptInput } from '../store/tables.ts'

export interface GivenInput extends SubmissionInput {
  /** False where a text was so long that it stood outside of the row: it is deleted with the work. */
  readonly complete: boolean
}

export function givenInput({ aside, images, ...input }: KeptInput): GivenInput {
  const told = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, tell(value)]))
  return { ...told, ...(images && { images: images.map(tell) }), complete: aside === undefined }
}

function tell(value: string): string {
  const kept = readKept(value)
  return kept ? `${kept.contentType}, ${kept.bytes} bytes` : value
}
