// What must hold of uploads: nobody uses another's, what companies are given is what was sent, what is counted is what is there, and
// each is gone when its time is over and not before.
import { env } from 'cloudflare:workers'
import { GIVEN_COLUMNS, JOB_COLUMNS, hasWords, inputOf } from '../../src/store/job-columns.ts'
import { jobWords, jobs } from '../../src/store/tables.ts'
import { uploadShares, uploads } from '../../src/store/upload-tables.ts'
import { callerOf } from './callers.ts'
import type { Told } from './clients.ts'
import { requestOfJob } from './requests.ts'
import { storedKeys } from './seed.ts'
import { readAll } from './shards.ts'
import type { Run } from './simulate.ts'
import { ANOTHER, digestOf, filmOf, pictureOf, sha256Of } from './upload-files.ts'
import type { SentUpload } from './uploads.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** As the guide says, and ten minutes for whoever has just found it. */
const USED_MS = 72 * HOUR_MS
/** The sweeper comes by the minute, and an hour later again where something failed. */
const SLACK_MS = 20 * 60_000

const isUndisturbed = ({ scheduler, schedule }: Run): boolean => scheduler.disturbed() === 0 && schedule.keyless === null

const ownerOf = ({ plan }: SentUpload): string => `${callerOf(plan.caller).account.id} ${callerOf(plan.caller).endUser ?? ''}`
const fileOf = ({ plan }: SentUpload) => (plan.parts ? filmOf(plan.file) : pictureOf(plan.file))

/**
 * An upload is found again by the hash that is said: of the same file, also where that was announced without one and has been stored since. Under
 * one wrong hash two files are one, and neither is ever stored.
 */
function mayBeOne({ plan: one }: SentUpload, { plan: other }: SentUpload): boolean {
  const said = new Set([one.says, other.says])
  if ((one.parts === null) !== (other.parts === null)) return false
  return said.has('OTHER_HASH') ? one.says === other.says : one.file === other.file && said.has('HASH')
}

/** While they are there: their objects, and what is counted. */
export async function breachesOfStoredUploads(): Promise<readonly string[]> {
  const [rows, shares] = await readAll((database) => database.batch([database.select().from(uploads), database.select().from(uploadShares)]))
  const keys = await storedKeys()
  const breaches: string[] = []
  for (const row of rows) {
    if (row.status !== 'STORED') continue
    const key = keys.find((one) => one.startsWith(`uploads/${row.accountId}/${row.id}/${row.object}.`))
    const object = key === undefined ? null : await env.MEDIA.get(key)
    const isWhole = object !== null && object.size === row.bytes && (row.bytes > 1_000_000 || (await digestOf(await object.arrayBuffer())) === row.sha256)
    if (!isWhole) breaches.push(`${row.id} is stored, and its object is not as it should be`)
  }
  const parties = [...new Set([...shares, ...rows].map(({ accountId }) => accountId))].flatMap((accountId) => {
    const own = rows.filter((row) => row.accountId === accountId)
    const users = [...new Set(own.flatMap(({ endUser }) => (endUser === null ? [] : [endUser])))]
    return [
      { accountId, party: 'account', counted: own },
      { accountId, party: 'tokens', counted: own.filter(({ endUser }) => endUser !== null) },
      ...users.map((user) => ({ accountId, party: `user ${user}`, counted: own.filter(({ endUser }) => endUser === user) })),
    ]
  })
  for (const { accountId, party, counted } of parties) {
    const bytes = counted.reduce((sum, row) => sum + row.bytes, 0)
    const share = shares.find((one) => one.accountId === accountId && one.party === party)
    if ((share?.storedBytes ?? 0) !== bytes) breaches.push(`the share ${party} of ${accountId} is ${share?.storedBytes}, and ${bytes} bytes are there`)
  }
  return breaches
}

export async function breachesOfUploads(run: Run): Promise<readonly string[]> {
  const { uploads: { sent, given }, schedule } = run
  if (schedule.uploads.length === 0) return []
  const [rows, shares, jobRows] = await readAll((database) => database.batch([database.select().from(uploads), database.select().from(uploadShares), database.select({ ...JOB_COLUMNS, ...GIVEN_COLUMNS }).from(jobs).leftJoin(jobWords, hasWords)]))
  const made = await Promise.all(jobRows.map(async (job) => ({ ...job, input: JSON.stringify(await inputOf(job)) })))
  const breaches: string[] = []
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(sentence))
  claim(rows.length === 0, `uploads are left for ever: ${rows.map(({ id, status }) => `${id} ${status}`).join(', ')}`)
  claim(shares.every(({ storedBytes }) => storedBytes === 0), `shares are left: ${shares.map(({ party, storedBytes }) => `${party} ${storedBytes}`).join(', ')}`)
  const left = (await storedKeys()).filter((key) => key.startsWith('uploads/'))
  claim(left.length === 0, `uploaded files are left for ever: ${left.join(', ')}`)
  for (const upload of sent) breaches.push(...breachesOfSending(upload, run))
  for (const told of run.told) {
    if (told.image === undefined) continue
    const { upload, isOwn } = usedBy(told, run)
    claim(told.id === undefined || isOwn, `request ${told.request} uses ${told.image}, which is not its own`)
    if (!isUndisturbed(run)) continue
    claim(told.id === undefined || upload?.storedAtMs !== undefined, `request ${told.request} uses ${told.image}, which was never sent whole`)
    const isThere = upload?.storedAtMs !== undefined && told.askedAtMs >= upload.storedAtMs && told.atMs < upload.storedAtMs + DAY_MS - SLACK_MS && !upload.plan.parts
    claim(told.code !== 'INVALID_INPUT' || !isOwn || !isThere, `request ${told.request} was refused ${told.image}, which is its own and there`)
  }
  breaches.push(...breachesOfLives(run, made))
  const known = new Set(await Promise.all([...sent.map(fileOf), pictureOf(ANOTHER)].map(sha256Of)))
  for (const { request, digests, links, fetched, atMs } of given) {
    const number = request === undefined ? undefined : schedule.requests[request]?.upload
    const upload = number === null || number === undefined ? undefined : sent[number]
    const job = made.find((one) => request !== undefined && requestOfJob(one) === request && one.input.includes('upl_'))
    if (!upload || !job) continue
    const wanted = await sha256Of(fileOf(upload))
    const wrong = [...digests, ...fetched].filter((digest) => digest !== wanted)
    claim(wrong.length === 0, `a company was given ${wrong.join(', ')} for request ${request}, and ${wanted} was sent`)
    // Each attempt has a deadline of its own: the row tells the last one's.
    const isLast = given.findLast((one) => one.request === request)?.atMs === atMs && run.submissions.sentFor(requestOfJob(job)).at(-1)?.isAccepted === true
    for (const link of isLast ? links : []) {
      // What it leads to is gone by the end; how long it is good for, it says itself.
      const until = Number(new URL(link).searchParams.get('exp')) * 1000
      claim(until >= job.deadlineMs + HOUR_MS, `a company was given a link for request ${request} that ends before it may want it`)
    }
  }
  claim(given.every(({ digests, request }) => request !== undefined || digests.every((digest) => known.has(digest) || !isOfUploads(run))), 'a company was given bytes that nobody sent')
  return breaches
}

/** An account may use what its end users have sent; these use their own alone. */
function usedBy({ request, image }: Told, { uploads: { sent }, schedule }: Run): { readonly upload: SentUpload | undefined; readonly isOwn: boolean } {
  const upload = sent.find(({ id }) => id === image)
  const asker = callerOf(schedule.requests[request]?.caller ?? 'large')
  const owner = upload && callerOf(upload.plan.caller)
  return { upload, isOwn: owner?.account.id === asker.account.id && (asker.endUser === null || asker.endUser === owner.endUser) }
}

/** All that is made in the run is made from uploads. */
const isOfUploads = ({ schedule }: Run): boolean => schedule.requests.every(({ upload }) => upload !== null)

function breachesOfSending(upload: SentUpload, run: Run): readonly string[] {
  const { plan, id, existing, answers, storedAtMs } = upload
  const breaches: string[] = []
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(`${id} of ${plan.caller} ${sentence}`))
  const same = run.uploads.sent.filter((one) => one !== upload && one.id !== undefined && one.id === id)
  claim(same.every((one) => ownerOf(one) === ownerOf(upload) && mayBeOne(one, upload)), 'is another one\'s, too')
  claim(!existing || same.some(({ answers: others }) => others.some(({ how }) => how !== 'announce')), 'was there already, and nobody has sent it')
  claim(upload.isOver, 'was waited for, for ever')
  for (const { how, status, isStored } of answers) {
    // What is there already is told as that, whoever asks.
    claim(!(status === 201 && isStored) || plan.says !== 'OTHER_HASH', 'was stored, and has another hash')
    claim(status !== 201 || (how !== 'cut' && how !== 'short' && how !== 'other'), `was stored by what was sent ${how}`)
    claim(status !== 200 || plan.parts !== null || how === 'whole', `was said to be there by what was sent ${how}`)
  }
  const others = run.uploads.sent.filter((one) => one !== upload && ownerOf(one) === ownerOf(upload) && one.plan.file === plan.file)
  const isPlain = isUndisturbed(run) && plan.says !== 'OTHER_HASH'
  claim(!isPlain || storedAtMs !== undefined || others.length > 0, `was sent as it should be, and is not there: ${answers.map(({ how, status, code }) => `${how} ${status} ${code ?? ''}`).join(', ')}`)
  // The same file, once it is there, is found by its hash.
  const earlier = others.find((one) => one.plan.says === 'HASH' && one.storedAtMs !== undefined && one.storedAtMs < upload.announcedAtMs && one.plan.parts === null && plan.parts === null)
  claim(!isPlain || plan.says !== 'HASH' || !earlier || (existing && earlier.id === id), `is not ${earlier?.id}, which has the same bytes`)
  return breaches
}

/** When their bytes were deleted. @param made from which uploads, as its row says, and until when */
function breachesOfLives({ uploads: { sent, deleted }, scheduler, schedule, told }: Run, made: readonly { readonly input: string; readonly deadlineMs: number }[]): readonly string[] {
  return sent.flatMap(({ id, storedAtMs, announcedAtMs }) => {
    if (id === undefined) return []
    const last = deleted.findLast(({ key }) => key.includes(`/${id}/`))?.atMs
    const uses = made.filter(({ input }) => input.includes(`upload:${id}/`))
    const first = deleted.find(({ key, atMs }) => key.includes(`/${id}/`) && atMs > (storedAtMs ?? Number.POSITIVE_INFINITY) + HOUR_MS)?.atMs
    const wantedUntilMs = Math.max(0, ...uses.map(({ deadlineMs }) => deadlineMs + HOUR_MS))
    const latestUseMs = Math.max(0, ...told.filter(({ image }) => image === id).map(({ atMs }) => atMs))
    const endsMs = Math.max((storedAtMs ?? announcedAtMs) + DAY_MS, uses.length > 0 ? latestUseMs + USED_MS : 0)
    const isQuiet = scheduler.disturbed() === 0 && schedule.keyless === null && schedule.interferences.length === 0
    return [
      ...(first !== undefined && first < wantedUntilMs ? [`${id} was deleted ${Math.round((wantedUntilMs - first) / 60_000)} minutes before a company may want it`] : []),
      ...(first !== undefined && storedAtMs !== undefined && first < storedAtMs + DAY_MS ? [`${id} was deleted within a day`] : []),
      ...(isQuiet && storedAtMs !== undefined && last !== undefined && last > endsMs + SLACK_MS ? [`${id} was deleted ${Math.round((last - endsMs) / 60_000)} minutes after its end`] : []),
    ]
  })
}
