// The header `Idempotency-Key`, as the IETF's draft has it, and the field of the same meaning.
import { invalidInput } from '../domain/errors.ts'

/**
 * 1 to 255 visible ASCII characters, bare or as the quoted string of a structured field.
 * @throws ApiError INVALID_INPUT
 */
export function readIdempotencyKey(value: string, field: string): string {
  const bare = /^"(.*)"$/.exec(value)?.[1] ?? value
  if (/^[\x21-\x7e]{1,255}$/.test(bare)) return bare
  throw invalidInput(field, {
    en: 'An idempotency key is 1 to 255 visible ASCII characters.',
    hi: 'idempotency key 1 से 255 दिखने वाले ASCII अक्षरों की होती है।',
  })
}
