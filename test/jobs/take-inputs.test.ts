// What a caller gave, taken out of the request: bytes by their type, uploads by their row, everything else as it is.
import { describe, expect, it } from 'vitest'
import { toBase64 } from '../../src/domain/base64.ts'
import { takeInputs } from '../../src/jobs/take-inputs.ts'
import { takeUpload, uploadIdsIn, withHashes } from '../../src/jobs/upload-inputs.ts'
import type { GenerationRequest } from '../../src/routing/serve.ts'
import type { SubmissionInput } from '../../src/domain/upstream.ts'
import type { Upload } from '../../src/store/upload-tables.ts'
import { ascii, joined } from '../formats/bytes.ts'
import turned from '../formats/samples/turned-90x160-1s.mp4.bin'

const UPLOAD: Upload = {
  accountId: 'acc_a', id: 'upl_a', endUser: null, status: 'STORED', contentType: 'image/png', bytes: 9, sha256: 'hash', fileName: null, tries: 1, object: 1, multipart: null, multipartObject: null,
  parts: null, width: 640, height: 480, createdAtMs: 1, expiresAtMs: 2, dueAtMs: 3,
}
const request = (input: SubmissionInput): GenerationRequest => ({ type: 'VIDEO', input, options: {}, priority: 'BALANCED', strict: false })
const finder = (...uploads: readonly Upload[]) => {
  const asked: (readonly string[])[] = []
  return Object.assign(async (ids: readonly string[]) => (asked.push(ids), new Map(uploads.map((upload) => [upload.id, upload]))), { asked })
}
const take = (input: SubmissionInput, ...uploads: readonly Upload[]) => takeInputs(request(input), new Map(), finder(...uploads))
const dataUrl = (type: string, bytes: Uint8Array): string => `data:${type};base64,${toBase64(bytes)}`
const refusal = (field: string, words: string) => expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field, sentence: expect.objectContaining({ en: expect.stringContaining(words) }) }) })

/** So much of one that it has a size; the rest of it is not looked at. */
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 128, 0, 0, 1, 224, 8, 6, 0, 0, 0, 0, 0, 0, 0])
const SIZE = { width: 640, height: 480 }
/** The beginning of one. */
const CUT = PNG.slice(0, 14)
const WAV = joined(ascii('RIFF'), Uint8Array.from([36, 0, 0, 0]), ascii('WAVEfmt '), new Uint8Array(24))
const HEIC = joined(Uint8Array.from([0, 0, 0, 24]), ascii('ftypheic'), new Uint8Array(12))

describe('a data URL', () => {
  it('becomes a word with its number, type and size; an image has its size told', async () => {
    const taken = await take({ text: 'data:image/png;base64,AAAA', image: dataUrl('image/png', PNG), audio: dataUrl('audio/wav', WAV), images: [dataUrl('image/png', PNG), dataUrl('image/png', CUT)] })
    expect(taken.request.input).toEqual({
      text: 'data:image/png;base64,AAAA', image: 'stored:0;image/png;33', audio: 'stored:1;audio/wav;40', images: ['stored:2;image/png;33', 'stored:3;image/png;14'],
    })
    expect(taken.files.map(({ contentType, bytes }) => [contentType, bytes.byteLength])).toEqual([['image/png', 33], ['audio/wav', 40], ['image/png', 33], ['image/png', 14]])
    expect(taken.request.pictures).toEqual({ image: SIZE, 'images.0': SIZE })
    expect('relabelled' in taken.request).toBe(false)
  })

  it('of a video is no picture, whose size could be refused', async () => {
    const { request: { pictures }, files } = await take({ image: dataUrl('image/png', PNG), video: dataUrl('video/mp4', new Uint8Array(turned)) })
    expect([pictures, files.map(({ contentType }) => contentType)]).toEqual([{ image: SIZE }, ['image/png', 'video/mp4']])
  })

  it('that is labelled otherwise is told, its label as long as it may be shown', async () => {
    const { request: { relabelled } } = await take({ image: dataUrl(`image/jpeg${'x'.repeat(100)}`, PNG), lastImage: dataUrl('image/png', PNG) })
    expect(relabelled).toEqual([{ option: 'image', requested: `image/jpeg${'x'.repeat(70)}`, served: 'image/png', reason: expect.objectContaining({ en: 'Its bytes are image/png; it is sent as that.' }) }])
  })

  it('is decoded once, however often it is given', async () => {
    const decoded = new Map([['data:one', { claimedType: 'image/png', bytes: PNG }]])
    const { files } = await takeInputs(request({ image: 'data:one', lastImage: dataUrl('image/png', PNG) }), decoded)
    expect([files[0]?.bytes, decoded.size]).toEqual([PNG, 2])
  })

  it.each([
    ['image', 'data:image/png;base64,A', 'not a data URL'], ['image', 'data:image/png;base64,', 'no image'], ['image', dataUrl('image/heic', HEIC), 'a HEIC picture'],
    ['image', dataUrl('image/png', WAV), 'no image'], ['audio', dataUrl('audio/wav', HEIC), 'no sound'], ['video', dataUrl('video/mp4', PNG), 'no video'], ['lastImage', dataUrl('image/png', WAV), 'no image'],
  ] as const)('as %s is refused: %s is %s', async (field, value, words) => {
    await expect(take({ [field]: value })).rejects.toEqual(refusal(`input.input.${field}`, words))
  })

  it('in a list is refused by its place', async () => {
    await expect(take({ images: [dataUrl('image/png', PNG), dataUrl('image/png', WAV)] })).rejects.toEqual(refusal('input.input.images.1', 'no image'))
  })
})

describe('an upload', () => {
  it('becomes a word too, and its size is told where it is known whole', async () => {
    const known = { ...UPLOAD, id: 'upl_b', width: null }
    const taken = await take({ image: ' upl_a ', lastImage: 'upl_b', images: ['upl_c', 'upl_a'] }, UPLOAD, known, { ...UPLOAD, id: 'upl_c', height: null })
    expect(taken).toMatchObject({ uploadIds: ['upl_a', 'upl_b', 'upl_c'], files: [] })
    expect(taken.request.input).toEqual({
      image: 'upload:upl_a/1.png;image/png;9', lastImage: 'upload:upl_b/1.png;image/png;9', images: ['upload:upl_c/1.png;image/png;9', 'upload:upl_a/1.png;image/png;9'],
    })
    expect(taken.request.pictures).toEqual({ image: SIZE, 'images.1': SIZE })
  })

  it.each([
    ['that is not there', undefined, 'no such upload'], ['that is not complete', { ...UPLOAD, object: null }, 'no such upload'], ['of another kind', { ...UPLOAD, contentType: 'audio/wav' }, 'This upload is audio/wav'],
    ['of no kind', { ...UPLOAD, contentType: 'text/plain' }, 'This upload is text/plain'],
  ])('%s is refused', (_, upload, words) => {
    expect(() => takeUpload(upload, 'input.input.image', 'image')).toThrow(refusal('input.input.image', words))
  })

  it('is looked for once by its id, wherever it is given, and never in words', () => {
    expect(uploadIdsIn({ text: 'upl_t', voice: 'upl_v', image: ' upl_a', lastImage: 'https://example.com/upl_b', audio: 'upl_c', video: 'upl_d', images: ['upl_a', 'upl_e', 'https://example.com'] })).toEqual(['upl_a', 'upl_c', 'upl_d', 'upl_e'])
    expect(uploadIdsIn({ text: 'A fox' })).toEqual([])
  })
})

describe('what a request is known by', () => {
  const find = finder(UPLOAD)

  it('are the bytes of an upload, and what else it holds as it is', async () => {
    const given = request({ text: 'upl_a', image: 'upl_a ', lastImage: 'upl_gone', video: 'https://example.com/a.mp4', images: ['upl_a', 'https://example.com/b.png'] })
    expect(await withHashes(given, find)).toEqual({
      ...given, input: { text: 'upl_a', image: 'sha256:hash', lastImage: 'upl_gone', video: 'https://example.com/a.mp4', images: ['sha256:hash', 'https://example.com/b.png'] },
    })
    expect(find.asked).toEqual([['upl_a', 'upl_gone']])
  })

  it('has no more fields than the request, and asks nobody about one without uploads', async () => {
    expect((await withHashes(request({ text: 'A fox', image: 'upl_a' }), find)).input).toStrictEqual({ text: 'A fox', image: 'sha256:hash' })
    const given = request({ image: 'https://example.com/a.png' })
    const nobody = finder()
    expect([(await withHashes(given, nobody)) === given, nobody.asked]).toEqual([true, []])
  })
})

it.each(['stored:0;image/png;68', ' Upload:upl_a/1.png;image/png;9'])('a word of ours, %s, is not one that callers may give', async (value) => {
  await expect(take({ image: value }, UPLOAD)).rejects.toEqual(refusal('input.input.image', 'Give a public https URL'))
})

it('an address is taken as it is read, and no field is added', async () => {
  expect((await take({ text: 'A fox', voice: 'v', image: 'HTTPS://Example.com:443/a.png' })).request.input).toStrictEqual({ text: 'A fox', voice: 'v', image: 'https://example.com/a.png' })
})
