// The clients who send files beforehand: announced, sent well and badly, in one piece or in parts, again where no answer came. What
// they were told, and what companies were given, is kept for the judge (uploads-judged.ts).
import { brokenOff } from '../uploads/sending.ts'
import type { Asking } from './asking.ts'
import type { Sending, UploadPlan } from './plans.ts'
import { MARK } from './submissions.ts'
import { ANOTHER, digestOf, filesIn, filmOf, linksIn, partOf, pictureOf, sha256Of, unsentHash } from './upload-files.ts'
import { START_MS } from './times.ts'
import { bodyText } from './wire.ts'

const CREATE = 'mutation ($input: UploadCreateInput!) { uploadCreate(input: $input) { id url existing } }'
const MOST_TRIES = 6
const PAUSE_MS = 3000

export interface SentUpload {
  readonly plan: UploadPlan
  id: string | undefined
  url: string
  existing: boolean
  /** When its client was told first that it is there. */
  storedAtMs: number | undefined
  announcedAtMs: number
  /** Its client does nothing more. */
  isOver: boolean
  readonly answers: { readonly how: string; readonly status: number; readonly isStored: boolean; readonly code: string | undefined; readonly atMs: number }[]
}

/** What a company was given. */
export interface GivenFiles {
  /** The request, where the body names it. */
  readonly request: number | undefined
  readonly digests: readonly string[]
  readonly links: readonly string[]
  /** What the links led to when it was given them: its digest, or why not. */
  readonly fetched: readonly string[]
  readonly atMs: number
}

interface Needs {
  readonly clock: { readonly nowMs: number }
  readonly asking: Asking
  /** Begins it then. */
  readonly later: (atMs: number, begin: () => Promise<void>) => void
  /** As a company fetches what it was given the address of. */
  readonly fetchLink: (url: string) => Promise<Response>
}

export type Uploads = ReturnType<typeof createUploads>

export function createUploads({ clock, asking, later, fetchLink }: Needs, plans: readonly UploadPlan[]) {
  const sent = plans.map((plan): SentUpload => ({ plan, id: undefined, url: '', existing: false, storedAtMs: undefined, announcedAtMs: 0, isOver: false, answers: [] }))
  const given: GivenFiles[] = []
  const deleted: { readonly key: string; readonly atMs: number }[] = []

  const soon = (begin: () => Promise<void>): void => later(clock.nowMs + PAUSE_MS, begin)

  const announce = async (upload: SentUpload, tries: number): Promise<void> => {
    const { plan } = upload
    const file = plan.parts ? filmOf(plan.file) : pictureOf(plan.file)
    const sha256 = plan.says === 'NOTHING' ? undefined : plan.says === 'HASH' ? await sha256Of(file) : await unsentHash(plan.parts !== null)
    const input = { contentType: plan.parts ? 'video/mp4' : 'image/png', bytes: file.byteLength, sha256 }
    upload.announcedAtMs = clock.nowMs
    await asking.ask(`announce a file of ${plan.caller}`, plan.caller, { query: CREATE, variables: { input } }, ({ data, errors }) => {
      const made = data?.['uploadCreate']
      upload.answers.push({ how: 'announce', status: 0, isStored: false, code: errors?.[0]?.extensions.code, atMs: clock.nowMs })
      if (made) Object.assign(upload, { id: made.id, url: made.url, existing: made.existing })
    }, () => {
      if (upload.id !== undefined) soon(() => (plan.parts ? sendParts(upload, orderOf(plan), 0) : sendNext(upload, [...plan.sendings], 0)))
      else if (tries < MOST_TRIES) soon(() => announce(upload, tries + 1))
      else upload.isOver = true
    })
  }

  /** @param over when it was answered, or is not going to be */
  const put = (upload: SentUpload, how: string, query: string, init: RequestInit, over: () => void): Promise<void> =>
    asking.send(`send ${how} of ${upload.plan.caller}`, () => new Request(upload.url + query, { method: 'PUT', ...init }), async (response) => {
      const json: { readonly stored?: boolean; readonly received?: readonly number[]; readonly errors?: readonly { readonly extensions: { readonly code?: string } }[] } = await response.json()
      const isStored = json.stored === true
      upload.answers.push({ how, status: response.status, isStored, code: json.errors?.[0]?.extensions.code, atMs: clock.nowMs })
      if (isStored) upload.storedAtMs ??= clock.nowMs
    }, over)

  /** Badly first, and then as it should be, until it is there. */
  const sendNext = async (upload: SentUpload, sendings: Sending[], tries: number): Promise<void> => {
    // Without a hash any file of that length and type is the one.
    const next = sendings.shift()
    const how = next === 'other' && upload.plan.says === 'NOTHING' ? 'cut' : (next ?? 'whole')
    const isLast = next === undefined
    let left = how === 'twice' ? 2 : 1
    const over = (): void => {
      left -= 1
      if (left > 0) return
      if (isLast && (upload.storedAtMs !== undefined || tries >= MOST_TRIES)) upload.isOver = true
      else soon(() => sendNext(upload, sendings, isLast ? tries + 1 : tries))
    }
    const isTwice = how === 'twice'
    await put(upload, isTwice ? 'whole' : how, '', { body: bodyFor(upload, how) }, over)
    if (isTwice) await put(upload, 'whole', '', { body: bodyFor(upload, 'whole') }, over)
  }

  /** Each part in its turn, and then together; where that fails, all once more. */
  const sendParts = async (upload: SentUpload, parts: PartSending[], tries: number): Promise<void> => {
    const film = filmOf(upload.plan.file)
    const next = parts.shift()
    if (next) {
      const bytes = partOf(film, next.part)
      const body = next.isCut ? brokenOff(bytes, 1000) : bytes
      return put(upload, next.isCut ? 'cut' : `part ${next.part}`, `&part=${next.part}`, { body }, () => soon(() => sendParts(upload, parts, tries)))
    }
    await put(upload, 'complete', '&complete', { method: 'POST' }, () => {
      if (upload.storedAtMs !== undefined || tries >= 2) upload.isOver = true
      else soon(() => sendParts(upload, ALL_PARTS.map((part) => ({ part, isCut: false })), tries + 1))
    })
  }

  for (const upload of sent) later(START_MS + upload.plan.atSeconds * 1000, () => announce(upload, 1))
  return {
    sent,
    given,
    deleted,
    noteDeleted: (keys: readonly string[]): void => void deleted.push(...keys.filter((key) => key.startsWith('uploads/')).map((key) => ({ key, atMs: clock.nowMs }))),
    watchFiles: async (_invocation: number, _url: string, init: RequestInit): Promise<void> => {
      if (plans.length === 0) return
      const [digests, links] = [await filesIn(init), linksIn(init)]
      const mark = MARK.exec(bodyText(init))?.[1]
      const fetched = await Promise.all(links.map(async (link) => {
        const response = await fetchLink(link)
        return response.ok ? digestOf(await response.arrayBuffer()) : `HTTP ${response.status}`
      }))
      if (digests.length + links.length > 0) given.push({ request: mark === undefined ? undefined : Number(mark), digests, links, fetched, atMs: clock.nowMs })
    },
  }
}

interface PartSending {
  readonly part: number
  readonly isCut: boolean
}

const ALL_PARTS = [1, 2, 3, 4, 5, 6]

/** A part that breaks off is sent again; so is one that is sent twice. */
const orderOf = ({ parts }: UploadPlan): PartSending[] =>
  (parts ?? []).flatMap(({ part, how }) => [...(how === 'cut' ? [{ part, isCut: true }] : []), { part, isCut: false }, ...(how === 'twice' ? [{ part, isCut: false }] : [])])

const bodyFor = ({ plan }: SentUpload, how: Sending): BodyInit => {
  const file = pictureOf(plan.file)
  if (how === 'cut') return brokenOff(file, 60)
  if (how === 'other') return pictureOf(ANOTHER)
  return how === 'short' ? file.subarray(0, file.byteLength - 1) : file
}
