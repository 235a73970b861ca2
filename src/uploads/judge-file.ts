// What arrives of an upload against what was said of it, and the words for what is not so.
import { invalidInput } from '../domain/errors.ts'
import type { ApiError } from '../domain/errors.ts'
import type { MediaKind } from '../domain/media.ts'
import { isMislabelled, knownInputType, typeOfInput, unservedPicture } from '../formats/input-type.ts'
import type { Upload } from '../store/upload-tables.ts'

/** @throws ApiError INVALID_INPUT where its bytes are of another type than was said */
export function typeOfSent(upload: Upload, head: Uint8Array): string {
  const actual = typeOfInput(head, kindOf(upload))
  if (actual !== undefined && (!isMislabelled(upload.contentType, actual) || [upload.contentType, actual].every((type) => ONE_FAMILY.has(type)))) return actual
  throw otherType(upload.contentType, actual ?? unservedPicture(head))
}

/** Few know which of them a film is. */
const ONE_FAMILY: ReadonlySet<string> = new Set(['video/mp4', 'video/quicktime'])

export const kindOf = ({ contentType }: Pick<Upload, 'contentType'>): MediaKind => knownInputType(contentType)?.kind ?? 'image'

export const otherLength = ({ bytes }: Pick<Upload, 'bytes'>, came: number): ApiError =>
  invalidInput('body', {
    en: `This upload has ${bytes} bytes; ${came} came. Send it again, whole.`,
    hi: `यह upload ${bytes} बाइट का है; ${came} आए। इसे पूरा दोबारा भेजें।`,
  })

export const otherHash = (sha256: string): ApiError =>
  invalidInput('body', {
    en: `The SHA-256 of what came is ${sha256}, not the one that was given. Send it again.`,
    hi: `जो आया उसका SHA-256 ${sha256} है, वह नहीं जो बताया गया था। दोबारा भेजें।`,
  })

export const otherType = (said: string, actual: string | undefined): ApiError =>
  invalidInput('body', {
    en: `The bytes are ${actual === undefined ? 'nothing that can be used' : actual}, not ${said} as was said.`,
    hi: `bytes ${actual === undefined ? 'इस्तेमाल लायक नहीं' : `${actual} के`} हैं, ${said} के नहीं जैसा बताया गया था।`,
  })

export const otherFile = (): ApiError =>
  invalidInput('body', { en: 'Another file was sent to this upload before. Make a new one.', hi: 'इस upload पर पहले दूसरी फ़ाइल भेजी जा चुकी है। नया upload बनाएँ।' })

export const sentTooOften = (): ApiError =>
  invalidInput('body', { en: 'This upload was sent too often. Make a new one.', hi: 'यह upload बहुत बार भेजा गया। नया upload बनाएँ।' })
