// The bytes that a caller sent, out of the request: every data URL is decoded once, typed by its bytes and replaced by a short word
// (kept-media.ts), and so is every upload, before anything is judged, priced or chosen.
import type { GenerationRequest } from '../routing/serve.ts'
import { hrefOf } from '../routing/read-media.ts'
import type { Size } from '../routing/read-picture.ts'
import { invalidInput } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import type { MediaKind } from '../domain/media.ts'
import { isDataUrl, readDataUrl } from '../formats/data-url.ts'
import type { DataUrl } from '../formats/data-url.ts'
import { isMislabelled, typeOfInput, unservedPicture } from '../formats/input-type.ts'
import { isKeptForm, writeKept } from '../media/kept-media.ts'
import { probe } from '../formats/probe.ts'
import type { Adjustment } from '../domain/job.ts'
import type { SubmissionInput } from '../domain/upstream.ts'
import { isUploadId } from '../domain/upload.ts'
import type { FindUploads } from '../uploads/find-uploads.ts'
import { NO_UPLOADS, takeUpload, uploadIdsIn } from './upload-inputs.ts'

export interface InputFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string
}

export interface TakenRequest {
  readonly request: GenerationRequest
  /** By the index in their words. */
  readonly files: readonly InputFile[]
  /** What was sent beforehand. */
  readonly uploadIds: readonly string[]
}

/** What a request has decoded already: its aliases may all name one variable. */
export type Decoded = Map<string, DataUrl>

const SINGLE = { image: 'image', lastImage: 'image', audio: 'audio', video: 'video' } as const

/** @throws ApiError INVALID_INPUT for a data URL that is none, for an upload that is not there, for bytes that are not of the input's kind */
export async function takeInputs(request: GenerationRequest, decoded: Decoded = new Map(), findUploads: FindUploads = NO_UPLOADS): Promise<TakenRequest> {
  const uploadIds = uploadIdsIn(request.input)
  const uploads = await findUploads(uploadIds)
  const files: InputFile[] = []
  const relabelled: Adjustment[] = []
  const pictures: Record<string, Size> = {}
  const take = async (value: string, name: string, kind: MediaKind): Promise<string> => {
    if (isKeptForm(value)) throw invalidInput(`input.input.${name}`, { en: 'Give a public https URL.', hi: 'एक public https URL दें।' })
    if (isUploadId(value)) {
      const upload = uploads.get(value.trim())
      const word = takeUpload(upload, `input.input.${name}`, kind)
      if (typeof upload?.width === 'number' && typeof upload.height === 'number') pictures[name] = { width: upload.width, height: upload.height }
      return word
    }
    if (!isDataUrl(value)) return hrefOf(value)
    const { file, claimedType } = decode(value, name, kind, decoded)
    if (isMislabelled(claimedType, file.contentType)) relabelled.push(relabelling(name, claimedType, file.contentType))
    const size = kind === 'image' ? await sizeOf(file) : undefined
    if (size) pictures[name] = size
    files.push(file)
    return writeKept({ index: files.length - 1, contentType: file.contentType, bytes: file.bytes.byteLength })
  }
  const { images, ...rest } = request.input
  const taken: Record<string, string> = {}
  for (const [name, value] of Object.entries(rest)) taken[name] = isSingle(name) ? await take(value, name, SINGLE[name]) : value
  const list: string[] = []
  for (const [index, value] of (images ?? []).entries()) list.push(await take(value, `images.${index}`, 'image'))
  const input: SubmissionInput = { ...taken, ...(images && { images: list }) }
  return { request: { ...request, input, pictures, ...(relabelled.length > 0 && { relabelled }) }, files, uploadIds }
}

const isSingle = (name: string): name is keyof typeof SINGLE => Object.hasOwn(SINGLE, name)

function decode(value: string, name: string, kind: MediaKind, decoded: Decoded): { readonly file: InputFile; readonly claimedType: string } {
  const field = `input.input.${name}`
  const url = decoded.get(value) ?? readDataUrl(value)
  if (url) decoded.set(value, url)
  if (!url) throw invalidInput(field, { en: 'This is not a data URL in whole base64.', hi: 'यह पूरे base64 वाला data URL नहीं है।' })
  const contentType = typeOfInput(url.bytes, kind)
  if (contentType !== undefined) return { file: { bytes: url.bytes, contentType }, claimedType: url.claimedType }
  const picture = kind === 'image' ? unservedPicture(url.bytes) : undefined
  if (picture !== undefined) throw invalidInput(field, toConvert(picture))
  throw invalidInput(field, {
    en: `The bytes in this data URL are no ${WORDS[kind].en} that can be used, whatever its label says.`,
    hi: `इस data URL के bytes इस्तेमाल लायक ${WORDS[kind].hi} नहीं हैं, label में चाहे जो लिखा हो।`,
  })
}

const toConvert = (picture: string): Sentence => ({
  en: `This is a ${picture} picture, which no model takes. Convert it to JPEG or PNG first.`,
  hi: `यह ${picture} इमेज है, जो कोई मॉडल नहीं लेता। पहले इसे JPEG या PNG में बदलें।`,
})

/** Undefined for an image of which only the beginning is there: that is for the company to judge. */
async function sizeOf({ bytes }: InputFile): Promise<Size | undefined> {
  const facts = await probe({ size: bytes.byteLength, read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)) })
  return facts?.width === undefined || facts.height === undefined ? undefined : { width: facts.width, height: facts.height }
}

const WORDS = {
  image: { en: 'image', hi: 'इमेज' },
  audio: { en: 'sound', hi: 'ऑडियो' },
  video: { en: 'video', hi: 'वीडियो' },
} as const

function relabelling(name: string, claimed: string, actual: string): Adjustment {
  return {
    option: name,
    requested: claimed.slice(0, 80),
    served: actual,
    reason: { en: `Its bytes are ${actual}; it is sent as that.`, hi: `इसके bytes ${actual} के हैं; यह उसी रूप में भेजा जाता है।` },
  }
}
