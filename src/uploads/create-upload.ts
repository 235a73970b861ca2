// An upload is announced: what it will be, how large, and, where its sender knows it, its hash. A file of the same hash that is
// still there is found again; so is one that was only begun, and so a repeated request makes none anew.
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { uploadLimitsOf } from '../domain/plans.ts'
import type { Plan } from '../domain/plans.ts'
import { utcDate } from '../domain/times.ts'
import { DELETE_AFTER_MS, UNUSED_LIFE_MS } from '../domain/upload.ts'
import { INPUT_TYPES, knownInputType } from '../formats/input-type.ts'
import { countUpload, insertUpload, openShares, renewSameFile, selectSameFile, selectShares, selectUpload } from '../store/uploads.ts'
import type { PartyLimit } from '../store/uploads.ts'
import type { Upload, UploadShare } from '../store/upload-tables.ts'
import { partyLimits } from './shares.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

export interface UploadOwner {
  readonly accountId: string
  readonly plan: Plan
  /** Of a client token; null: the account. */
  readonly endUser: string | null
}

export interface AskedUpload {
  readonly contentType: string
  readonly bytes: number
  readonly sha256: string | undefined
  readonly fileName: string | undefined
}

const LONGEST_NAME = 255

/** @throws ApiError INVALID_INPUT, or RATE_LIMIT where the account's share, or the end user's, is used up */
export async function createUpload(needs: WithClock & WithDatabase & WithIds, owner: UploadOwner, asked: AskedUpload): Promise<Upload> {
  const { database } = needs
  const { accountId, endUser } = owner
  const nowMs = needs.now()
  const untilMs = nowMs + UNUSED_LIFE_MS
  const known = judge(asked, owner.plan)
  if (known.sha256 !== null) {
    const same = { accountId, endUser, contentType: known.contentType, bytes: known.bytes, sha256: known.sha256 }
    const [, [found]] = await database.batch([renewSameFile(database, same, nowMs, untilMs), selectSameFile(database, same, nowMs)])
    if (found) return found
  }
  const fresh: Upload = {
    accountId, id: needs.newId('upl'), endUser, status: 'OPEN', ...known, tries: 0, object: null, multipart: null, multipartObject: null, parts: null, width: null, height: null,
    createdAtMs: nowMs, expiresAtMs: untilMs, dueAtMs: untilMs + DELETE_AFTER_MS,
  }
  const limits = partyLimits(owner.plan, endUser)
  const today = utcDate(nowMs)
  const [, , , [made], shares] = await database.batch([
    openShares(database, accountId, limits),
    countUpload(database, fresh, today, limits),
    insertUpload(database, fresh),
    selectUpload(database, fresh),
    selectShares(database, accountId, limits),
  ])
  if (!made) throw usedUp(limits, shares, today, nowMs)
  return made
}

/** The most that one file of this type may have. */
export function mostBytesOf(plan: Plan, contentType: string): number {
  const limits = uploadLimitsOf(plan)
  return limits[knownInputType(contentType)?.kind ?? 'image']
}

function judge({ contentType, bytes, sha256, fileName }: AskedUpload, plan: Plan): Pick<Upload, 'contentType' | 'bytes' | 'sha256' | 'fileName'> {
  const known = knownInputType(contentType)
  if (!known) throw invalidInput('input.contentType', { en: 'This is no media type that can be used.', hi: 'इस media type का इस्तेमाल नहीं हो सकता।' }, INPUT_TYPES)
  const most = mostBytesOf(plan, known.contentType)
  if (bytes < 1 || bytes > most) {
    throw invalidInput('input.bytes', { en: `Such a file may have 1 to ${most} bytes in your plan.`, hi: `आपके प्लान में ऐसी फ़ाइल 1 से ${most} बाइट की हो सकती है।` })
  }
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw invalidInput('input.sha256', { en: 'A SHA-256 is 64 hexadecimal digits.', hi: 'SHA-256 में 64 hexadecimal अंक होते हैं।' })
  }
  if (fileName !== undefined && (fileName.trim() === '' || [...fileName].length > LONGEST_NAME || /[\p{Cc}/\\]/u.test(fileName))) {
    throw invalidInput('input.fileName', {
      en: `A file name has 1 to ${LONGEST_NAME} characters, and neither a slash nor a control character.`,
      hi: `फ़ाइल का नाम 1 से ${LONGEST_NAME} अक्षरों का हो, बिना slash और control character के।`,
    })
  }
  return { contentType: known.contentType, bytes, sha256: sha256?.toLowerCase() ?? null, fileName: fileName ?? null }
}

const DAY_MS = 86_400_000
/** Room comes back as files end: nobody can tell when exactly. */
const ROOM_SECONDS = 3600

function usedUp(limits: readonly PartyLimit[], shares: readonly UploadShare[], today: string, nowMs: number): ApiError {
  const ofDay = limits.find(({ party, perDay }) => shares.some((share) => share.party === party && share.date === today && share.today >= perDay))
  const whose = (limit: PartyLimit | undefined) => (limit === undefined || limit.party === limits[0]?.party ? {} : { share: limit.party === limits[1]?.party ? 'CLIENT_TOKENS' : 'END_USER' })
  if (ofDay) {
    const retryAfterSeconds = Math.ceil((Math.floor(nowMs / DAY_MS) * DAY_MS + DAY_MS - nowMs) / 1000)
    return new ApiError('RATE_LIMIT', { sentence: DAY_WORDS, values: { figure: ofDay.perDay }, retryAfterSeconds, extra: { limit: 'uploads', limitFigure: ofDay.perDay, ...whose(ofDay) } })
  }
  // The narrowest of those that have the least left is as good a name as any.
  const full = limits.toSorted((one, other) => leftOf(one, shares) - leftOf(other, shares))[0]
  const figure = full?.storedBytes ?? 0
  return new ApiError('RATE_LIMIT', { sentence: ROOM_WORDS, values: { figure }, retryAfterSeconds: ROOM_SECONDS, extra: { limit: 'uploadBytes', limitFigure: figure, ...whose(full) } })
}

const leftOf = ({ party, storedBytes }: PartyLimit, shares: readonly UploadShare[]): number => storedBytes - (shares.find((share) => share.party === party)?.storedBytes ?? 0)

const DAY_WORDS: Sentence = {
  en: 'No more than {figure} uploads can be begun on one day (UTC).',
  hi: 'एक दिन (UTC) में {figure} से ज़्यादा upload शुरू नहीं हो सकते।',
}
const ROOM_WORDS: Sentence = {
  en: 'Uploads may hold {figure} bytes at once. Those that nothing is made from are deleted after 24 hours.',
  hi: 'एक समय में uploads कुल {figure} बाइट के हो सकते हैं। जिनसे कुछ नहीं बनता, वे 24 घंटे बाद हट जाते हैं।',
}
