// Deliberate faults in the service's source. The simulation must catch each of them within 500 runs, or the unit test that
// is named beside it; otherwise their silence about the real source would prove nothing. `npm run simulate -- --mutants` applies them to copies, one by one.
import { one } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import { queueMutants } from './queue-mutants.ts'

export const mutants: readonly Mutant[] = [
  {
    name: 'settle without the status guard',
    caughtBy: 'test/store/settlements.test.ts',
    patches: [
      {
        file: 'src/store/settlements.ts',
        find: 'mayEnd(job, job.attempt, settlement.status)',
        replace: 'and(eq(jobs.accountId, job.accountId), eq(jobs.id, job.id), eq(jobs.attempt, job.attempt))',
      },
      { file: 'src/store/settlements.ts', find: "import { sql } from 'drizzle-orm'", replace: "import { and, eq, sql } from 'drizzle-orm'" },
      { file: 'src/store/settlements.ts', find: "import { isGivenUp, mayEnd, selectMoved } from './jobs.ts'", replace: "import { isGivenUp, selectMoved } from './jobs.ts'" },
    ],
  },
  {
    name: 'send the queue message before the batch',
    patches: [
      {
        file: 'src/graphql/nouns/create-generation.ts',
        find: '  const created = await createJob(services, fresh)',
        replace: "  await services.queues.submit({ kind: 'submit', accountId, jobId })\n  const created = await createJob(services, fresh)",
      },
    ],
  },
  {
    name: 'release the slot before settling',
    caughtBy: 'test/jobs/end-job.test.ts',
    patches: [
      {
        file: 'src/jobs/end-job.ts',
        find: '  const settled = await settleJob(',
        replace: '  await needs.gate(job.accountId).release({ jobIds: [job.id] })\n  const settled = await settleJob(',
      },
    ],
  },
  one('submit again after a time-out', 'src/jobs/submit-job.ts', '      return concludeUnknown(needs, job, outcome.detail)', "      return reject(needs, job, { refusal: 'UNAVAILABLE', detail: outcome.detail })"),
  {
    name: 'submit again what died while submitting',
    patches: [
      {
        file: 'src/jobs/submit-job.ts',
        find: "  if (waiting?.status !== 'QUEUED') return ACK",
        replace: "  if (waiting?.status !== 'QUEUED' && waiting?.status !== 'SUBMITTING') return ACK",
      },
      { file: 'src/store/jobs.ts', find: "inArray(jobs.status, statusesBefore('SUBMITTING')), ", replace: '' },
    ],
  },
  {
    name: 'bury and refund a job that is over',
    patches: [
      { file: 'src/queues/consume-dead.ts', find: "  if (job?.status === 'QUEUED' && job.dueAtMs === null) await failJob", replace: '  if (job) await failJob' },
      { file: 'src/store/jobs.ts', find: ' and ${inArray(jobs.status, openBefore(to))}`', replace: '`' },
    ],
  },
  one(
    'charge whether or not the job was inserted',
    'src/store/credits.ts',
    'sql`exists (select 1 from ${jobs} where ${jobs.accountId} = ${accountId} and ${jobs.id} = ${jobId})\n    and not exists',
    'sql`not exists',
  ),
  one('forget the idempotency key', 'src/jobs/create-job.ts', '    idempotencyKey: fresh.idempotency?.key ?? null,', '    idempotencyKey: null,'),
  one('ignore that the key was used for another request', 'src/jobs/create-job.ts', 'if (!isSame)', "if (stored.fingerprint === '')"),
  {
    name: 'give up what is held before its deadline',
    patches: [
      {
        file: 'src/jobs/recover-job.ts',
        find: 'const isOver = needs.now()',
        replace: "const isOver = job.status === 'HELD' || needs.now()",
      },
      { file: 'src/jobs/recover-job.ts', find: 'nowMs < slotEndsMs ? slotEndsMs : job.deadlineMs', replace: 'nowMs + REDRIVE_MS' },
    ],
  },
  {
    name: 'let a late poll settle what was cancelled',
    patches: [
      { file: 'src/jobs/poll-job.ts', find: "read?.status !== 'PROCESSING' ||", replace: '!read ||' },
      { file: 'src/store/jobs.ts', find: 'inArray(jobs.status, openBefore(to))', replace: "inArray(jobs.status, [...openBefore(to), 'CANCELLED'])" },
    ],
  },
  one('give the slot back on success', 'src/graphql/nouns/create-generation.ts', '  allowance.spend(jobId)\n', ''),
  one('give the slot back when nobody can tell', 'src/graphql/nouns/create-generation.ts', "    if (mayBeStored(error)) allowance.doubt(jobId)\n    else if (", '    if ('),
  one('a new webhook id at each attempt', 'src/webhooks/deliver-webhook.ts', '{ id: webhookIdOf(delivery), url: delivery.url,', '{ id: `${webhookIdOf(delivery)}-${delivery.attempts}`, url: delivery.url,'),
  one('refund the account without a ledger entry', 'src/store/settlements.ts', '          insertRefund(database, job, settlement.refund, nowMs, open),\n', ''),
  one('leave what was stored for a job that ended meanwhile', 'src/jobs/store-outputs.ts', '    await dropUntold(needs, job)\n', '', 'test/jobs/store-outputs.test.ts'),
  one('no refund for outputs that were withheld', 'src/jobs/end-job.ts', 'refund: notEarned(job, earned)', 'refund: notEarned(job, route.credits)'),
  one('keep of what was stopped the price of the dearer model before it', 'src/jobs/end-job.ts', 'notEarned(job, currentRoute(job).credits)', '0', 'test/jobs/end-job.test.ts'),
  one('never free what a crash left leased', 'src/limits/allowance.ts', 'const reclaimed = answer.held &&', 'const reclaimed = jobIds.length === 0 && answer.held &&'),
  one('forget the refund of what came late', 'src/store/settlements.ts', 'refunded: job.refunded + settlement.refund', 'refunded: settlement.refund'),
  one('never look again after the refund', 'src/jobs/handle-due.ts', 'undefined : lookLate(needs, job)', 'undefined : postponeJob(needs, job, null, job.chain)'),
  one('ask by submitting again after the refund', 'src/jobs/look-late.ts', '  if (!reached || reached.upstream.mayBegin?.(ref)) return undefined\n', ''),
  one('never sweep what is being submitted', 'src/jobs/handle-due.ts', '      return lookAtLease(needs, job, nowMs)', '      return postponeJob(needs, job, nowMs + REDRIVE_MS, job.chain)'),
  {
    name: 'take the oldest task of Vidu for the lost one',
    patches: [
      { file: 'src/upstreams/vidu/adapter.ts', find: '.find(({ payload }) => payload === externalId)', replace: '.at(-1)' },
      { file: 'src/upstreams/vidu/adapter.ts', find: 'async function find(http: UpstreamHttp, { externalId }: Submission, sentAtMs: number)', replace: 'async function find(http: UpstreamHttp, _submission: Submission, sentAtMs: number)' },
    ],
  },
  one('a new idempotency key for Hedra each time', 'src/upstreams/hedra/adapter.ts', 'json: { input, idempotency_key: key }', 'json: { input, idempotency_key: `${key}-${http.nowMs()}` }'),
  one('no idempotency key for HeyGen', 'src/upstreams/heygen/adapter.ts', "    headers: { 'idempotency-key': submission.externalId },\n", ''),
  one(
    'submit again what Kling does not know yet',
    'src/jobs/submit-job.ts',
    "  if (found?.kind === 'FOUND') return accept(needs, job, found.ref)\n",
    "  if (found?.kind === 'FOUND') return accept(needs, job, found.ref)\n  if (found?.kind === 'ABSENT') return reject(needs, job, { refusal: 'UNAVAILABLE', detail })\n",
  ),
  one(
    'take a time-out of Veo for a refusal',
    'src/upstreams/google/veo.ts',
    "if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }",
    "if (outcome.kind === 'LOST') return { kind: 'REJECTED', refusal: 'UNAVAILABLE', detail: outcome.detail }",
    'test/upstreams/google/veo.test.ts',
  ),
  {
    name: 'take a 502 of Vidu for a refusal',
    caughtBy: 'test/upstreams/vidu/adapter.test.ts',
    patches: [
      { file: 'src/upstreams/vidu/answers.ts', find: 'if (isAmbiguous(status) || status === 499', replace: 'if (status === 499' },
      { file: 'src/upstreams/vidu/answers.ts', find: "import { isAmbiguous, type HttpAnswer } from '../http.ts'", replace: "import type { HttpAnswer } from '../http.ts'" },
    ],
  },
  one(
    'draw an image again whose answer was lost',
    'src/upstreams/google/imagen.ts',
    "const outcome = await http.request({ method: 'POST', url, json, timeoutSeconds: TIMEOUT_SECONDS, maxAnswerBytes, hasMediaInJson: true })",
    "const ask = () => http.request({ method: 'POST', url, json, timeoutSeconds: TIMEOUT_SECONDS, maxAnswerBytes, hasMediaInJson: true })\n  const first = await ask()\n  const outcome = first.kind === 'LOST' ? await ask() : first",
    'test/upstreams/google/imagen.test.ts',
  ),
  one(
    'take a failed look for a failed job',
    'src/jobs/poll-job.ts',
    '      return later(outcome.retryAfterSeconds)',
    "      return reject(needs, job, { refusal: 'FAILED', detail: outcome.detail })",
  ),
  one('complete before all outputs are stored', 'src/jobs/store-outputs.ts', "    if (outcome.kind === 'UNREACHABLE') return undefined", "    if (outcome.kind === 'UNREACHABLE') stored.push({ key: `${job.accountId}/${job.id}/${index}.mp4`, contentType: 'video/mp4', bytes: 0, sha256: '', facts: { contentType: 'video/mp4', format: 'mp4' } as never })"),
  {
    name: 'refund every account',
    patches: [{ file: 'src/store/events.ts', find: '.where(and(eq(accounts.id, accountId), happens))', replace: '.where(happens)' }],
  },
  {
    name: 'charge every account',
    patches: [{ file: 'src/store/credits.ts', find: ".where(and(eq(accounts.id, place('accountId')), isWithout(", replace: '.where(and(isWithout(' }],
  },
  one('fail over to the dearer ones', 'src/routing/choose.ts', 'others.filter((other) => other.route.credits <= best.route.credits && isSound(other))', 'others.filter(isSound)'),
  one('a tenth of the price', 'src/routing/price.ts', 'const CREDITS_PER_USD = 2000', 'const CREDITS_PER_USD = 200'),
  one('ten seconds of Kling for the price of five', 'src/upstreams/kling/adapter.ts', "duration: String(options['duration']),", "duration: '10',"),
  one('never count against spending limits', 'src/store/spending.ts', '  if (!spendingIds) return []\n  const today', '  if (!spendingIds || cost > 0) return []\n  const today'),
  one('count spending in all and not of the day', 'src/store/spending.ts', '        spentToday: sql`${before} + ${cost}`,\n', ''),
  one('never give back to a spending limit', 'src/store/spending.ts', '  if (!spendingIds) return []\n  const isSameDay', '  if (!spendingIds || refund > 0) return []\n  const isSameDay'),
  one('hold against a company what callers wrote', 'src/jobs/record-end.ts', "refusal !== 'UNAVAILABLE' && refusal !== 'FAILED'", "refusal !== 'UNAVAILABLE' && refusal !== 'FAILED' && refusal !== 'MODERATED'", 'test/jobs/end-job.test.ts'),
  one("hold against a company what callers' files are", 'src/jobs/record-end.ts', "refusal !== 'UNAVAILABLE' && refusal !== 'FAILED'", "refusal !== 'UNAVAILABLE' && refusal !== 'FAILED' && refusal !== 'INPUT_MEDIA'", 'test/jobs/end-job.test.ts'),
  one('take a busy company for a failing one', 'src/jobs/record-end.ts', "refusal !== 'UNAVAILABLE' && refusal !== 'FAILED'", "refusal !== 'UNAVAILABLE' && refusal !== 'FAILED' && refusal !== 'BUSY'", 'test/jobs/end-job.test.ts'),
  one('believe the first 404', 'src/jobs/missing.ts', 'if (count + 1 >= MOST_LOOKS && nowMs - sinceMs >= LEAST_MS) return true', 'if (count + 1 >= 1) return true'),
  one('refund cancelled work that its company keeps', 'src/jobs/end-job.ts', "currentModel(job).cancelRefund ?? 'NOTHING'", "currentModel(job).cancelRefund === undefined ? 'NOTHING' : 'ALL'"),
  one(
    'delete what a job is made from as soon as it is made',
    'src/jobs/create-job.ts',
    '    if (created.replayed) await dropJobInput(needs, job)\n    else measureMove',
    '    await dropJobInput(needs, job)\n    if (!created.replayed) measureMove',
  ),
  one('never delete what has expired', 'src/jobs/handle-due.ts', '  await needs.media.delete((job.outputs ?? []).map(({ key }) => key))\n', ''),
  one('charge again when the answer was lost', 'src/store/credits.ts', ", isWithout(place('accountId'), place('jobId'), place('entryId')))),\n)\n\n/** That", ')),\n)\n\n/** That'),
  one('acknowledge a claim whose answer was lost', 'src/jobs/submit-job.ts', '    await sayUnsent(needs, waiting, moveToken)\n', ''),
  one('hold a job under a token that its claimant does not know', 'src/jobs/recover-job.ts', 'heldToken(job.moveToken, random)', 'heldToken(null, random)', 'test/jobs/recover-job.test.ts'),
  one('send for a job that was held without asking for a slot', 'src/store/jobs.ts', ".set({ status: 'WAITING', dueFor: 'TURN', dueAtMs,", ".set({ status: 'QUEUED', dueAtMs,", 'test/jobs/take-claim-back.test.ts'),
  one('never begin what waits with a slot of its own', 'src/jobs/look-at-turn.ts', '...answer.held.filter((slot) => slot.jobId === jobId)', '', 'test/jobs/take-claim-back.test.ts'),
  one('bury with a message that nothing was sent', 'src/queues/consume-dead.ts', "message.unsentToken !== undefined) await", "message.unsentToken === '') await", 'test/queues/dead-letters.test.ts'),
  one('clear the due time before what was left is deleted', 'src/jobs/look-late.ts', 'nextMs ?? nowMs + LATE_FETCH_MS', 'nextMs', 'test/jobs/look-late.test.ts'),
  one('never see to what an ended row owes', 'src/jobs/handle-due.ts', 'purpose === job.dueFor) && isEnded(job)) return payOwed(needs, job)', 'purpose === job.dueFor) && isEnded(job)) return'),
  one('hold minutes without D1 against the row', 'src/queues/consume.ts', 'noteFault(needs, body, isTransient(error))', 'noteFault(needs, body, isTransient(error) && message.attempts < 0)', 'test/queues/outage-faults.test.ts'),
  one('leave what only a message knows for five minutes', 'src/queues/consume.ts', 'LONGEST_KNOWING_SECONDS = 60', 'LONGEST_KNOWING_SECONDS = 300', 'test/jobs/outage.test.ts'),
  one('leave the due time where it is', 'src/store/due.ts', '.set({ dueAtMs: sql`page.value ->> 3` })', '.set({ dueAtMs: sql`page.value ->> 2` })'),
  one('fail what waits for a secret', 'src/jobs/submit-job.ts', '  if (!reached) return ACK\n', "  if (!reached) return failJob(needs, waiting, { code: 'PROVIDER_UNAVAILABLE', reason: 'UPSTREAM' }).then(() => ACK)\n"),
  one('read no message of the version before', 'src/domain/messages.ts', 'v.exactOptional(v.literal(MESSAGE_VERSION))', 'v.literal(MESSAGE_VERSION)'),
  one('never delete what a job was made from', 'src/jobs/job-input.ts', '  if (job.storedInputs === 0) return\n  await media.delete(keptKeys(job))\n  await database', '  if (job.storedInputs >= 0) return\n  await media.delete(keptKeys(job))\n  await database'),
  {
    name: 'forget at a failover that it was to be cancelled',
    caughtBy: 'test/jobs/cancel-refund.test.ts',
    patches: [
      { file: 'src/store/jobs.ts', find: ', isNull(jobs.cancelAskedAtMs), sql`${jobs.moveToken} is ${job.moveToken}`', replace: ', sql`${jobs.moveToken} is ${job.moveToken}`' },
      { file: 'src/jobs/submit-job.ts', find: '  if (waiting.cancelAskedAtMs !== null) {', replace: '  if (waiting.cancelAskedAtMs !== null && waiting.attempt < 0) {' },
    ],
  },
  one('take a failure of our storage for an unusable file', 'src/media/ingest.ts', "        return { kind: 'UNREACHABLE', detail: error instanceof Error", "        return { kind: 'UNUSABLE', detail: error instanceof Error"),
  one('no webhook for what was cancelled', 'src/store/settlements.ts', '    job.webhookUrl === null\n', "    job.webhookUrl === null || settlement.status === 'CANCELLED'\n"),
  one('take the key of another account for the same', 'src/store/idempotency.ts', "eq(jobs.accountId, place('accountId')), eq(jobs.idempotencyKey, place('key')), isRemembered", "eq(jobs.idempotencyKey, place('key')), isRemembered"),
  one('keep files for hours instead of days', 'src/jobs/end-job.ts', 'job.retentionDays * 86_400_000', 'job.retentionDays * 3_600_000'),
  one('write a handle down nowhere but in the row', 'src/jobs/accept-job.ts', "  await needs.queues.poll(pollOf(job, ref), firstLookSeconds)\n", "  if (job.chain >= 0) return ACK\n  await needs.queues.poll(pollOf(job, ref), firstLookSeconds)\n", 'test/jobs/handles.test.ts'),
  one('leave the poster of what is deleted', 'src/media/ingest.ts', 'deleteKeys(bucket, keys.flatMap(keysOf))', 'deleteKeys(bucket, keys)', 'test/jobs/posters.test.ts'),
  one('hand out the hashes of keys', 'src/store/exports.ts', '      id: apiKeys.id, name: apiKeys.name, kind', '      hash: apiKeys.hash, id: apiKeys.id, name: apiKeys.name, kind', 'test/auth/export.test.ts'),
  one('close an account and leave its keys alive', 'src/store/keys.ts', " and ${accounts.closedAtMs} is null`", '`', 'test/auth/closing.test.ts'),
  one('open a closed account after it was erased', 'src/store/closings.ts', ' and ${accounts.erasedAtMs} is null)`', ')`', 'test/store/terms-of-closings.test.ts'),
  one('erase an account and leave its files', 'src/tasks/close-account.ts', "  return (await media.deletePage(folder)) ? state : { ...state, files: state.files + 1 }", "  return folder === '' && (await media.deletePage(folder)) ? state : { ...state, files: state.files + 1 }", 'test/auth/closing.test.ts'),
  one('let who is suspended generate for as long as his key is remembered', 'src/store/jobs.ts', "sql`not ${isShut(place('liveId'))}`", "sql`(not ${isShut(place('liveId'))} or 1)`", 'test/auth/suspension.test.ts'),
  one('take a generation down and leave its files', 'src/jobs/take-down-job.ts', '  await media.delete((job.outputs ?? []).map((output) => output.key))\n', '', 'test/jobs/take-down.test.ts'),
  one('forget what bytes were taken down', 'src/jobs/end-job.ts', '  if (await recordOutputs(needs, job)) await takeDownJob(needs, job)\n', '  await recordOutputs(needs, job)\n', 'test/jobs/take-down.test.ts'),
  one('let anybody say that nothing was sent', 'src/store/jobs.ts', "eq(jobs.status, 'SUBMITTING'), eq(jobs.moveToken, claimToken))", "eq(jobs.status, 'SUBMITTING'), sql`${claimToken} <> ''`)", 'test/store/terms-of-jobs.test.ts'),
  one('believe whoever calls back', 'src/callbacks/callback-addresses.ts', "if (await isMac(secret, 'address', attempt, signature)) return", "if (signature !== '') return"),
  one('look no more at what was to call back', 'src/jobs/schedule.ts', 'Math.min(submittedAtMs(job) + patientMs, job.deadlineMs)', 'job.deadlineMs + patientMs * 0'),
  one("drop a dead poll message's handle", 'src/queues/consume-dead.ts', "  if (message.kind === 'poll' && job) await keepHandle(needs, job, message)\n", '', 'test/queues/dead-letters.test.ts'),

  // What is sent beforehand.
  one('store an upload whatever its hash', 'src/uploads/upload-files.ts', 'httpMetadata: httpMetadataOf(file), ...(file.sha256 !== null && { sha256: file.sha256 }) }', 'httpMetadata: httpMetadataOf(file) }', 'test/uploads/send.test.ts'),
  one('let another account use an upload', 'src/store/uploads.ts', '        eq(uploads.accountId, accountId),\n        isOneOf(uploads.id, ids),', '        isOneOf(uploads.id, ids),'),
  one('let another end user use an upload', 'src/store/uploads.ts', '        endUser === null ? undefined : eq(uploads.endUser, endUser),\n', '', 'test/store/terms-of-uploads.test.ts'),
  one("find an upload again that is another end user's", 'src/store/uploads.ts', 'isUsers(endUser), eq(uploads.bytes, bytes)', 'eq(uploads.bytes, bytes)'),
  one('count an upload again whose answer was lost', 'src/store/uploads.ts', '        sql`not exists (select 1 from ${uploads} where ${isUpload({ accountId, id })})`,\n', '', 'test/store/terms-of-uploads.test.ts'),
  one('delete an upload while it is used', 'src/jobs/create-job.ts', 'const renewal = uploadIds.length > 0 ?', 'const renewal = uploadIds.length > 99 ?'),
  one('leave the bytes of an upload', 'src/uploads/delete-upload.ts', '  await uploads.deleteAll(uploadPrefix(key.accountId, key.id))\n', ''),
  one('forget to free what an upload took up', 'src/uploads/delete-upload.ts', '    uncountUpload(database, key, parties),\n', ''),
  one('keep the first of a part that is sent twice', 'src/store/uploads.ts', 'sql`json_set(${uploads.parts}', 'sql`json_insert(${uploads.parts}', 'test/uploads/parts.test.ts'),

  // Whom events are told to.
  one('tell the first endpoint alone', 'src/webhooks/fan-out.ts', 'active.filter((endpoint) => wants(endpoint, event)).map(', 'active.filter((endpoint) => wants(endpoint, event)).slice(0, 1).map('),
  one('tell endpoints what they did not ask for', 'src/webhooks/fan-out.ts', ' && (events === null || events.includes(kind))', ''),
  one('drop the old secret of an endpoint at once', 'src/store/webhook-endpoints.ts', 'previousSecretUntilMs: previousUntilMs, secret', 'previousSecretUntilMs: 0, secret'),
  one("sign for endpoints by the account's secret", 'src/webhooks/deliver-webhook.ts', 'secrets: endpointSecrets(endpoint, needs.now())', 'secrets: signingSecrets(account, needs.now())'),
  one('an id of its own for each endpoint', 'src/webhooks/fan-out.ts', 'endpointId === null ? id : id.slice', 'endpointId !== undefined ? id : id.slice'),

  // Who waits.
  one('a stream that goes on behind the end', 'src/limits/follow-job.ts', 'while (isOpen(job) && needs.now()', 'while (needs.now()'),
  one('tell nobody of the end', 'src/jobs/end-job.ts', 'release({ jobIds: [id], nowMs, ended: { telling: tellingOf(job), nowMs } })', 'release({ jobIds: [id], nowMs })'),
  one('one line more than the plan allows', 'src/limits/lines.ts', 'held.length >= figure', 'held.length > figure'),
  one('believe what was told before', 'src/limits/known-jobs.ts', '  if (before && before.telling.version > telling.version) return false\n', '', 'test/limits/known-jobs.test.ts'),

  // Who waits for a company.
  {
    name: 'a place never given back',
    patches: [
      { file: 'src/jobs/places.ts', find: '  if (!hasLine(upstream)) return 0\n', replace: '  if (upstream) return 0\n' },
      { file: 'src/jobs/places.ts', find: 'if (hasLine(upstream)) await sendFor', replace: 'if (!hasLine(upstream)) await sendFor' },
    ],
    caughtBy: 'test/jobs/places.test.ts',
  },
  one('a place given twice', 'src/places/share.ts', 'held < atOnce(share, most)', 'held <= atOnce(share, most)', 'test/places/line.test.ts'),
  one('lose the wake of who waits for a place', 'src/jobs/places.ts', 'of next) {', 'of next.slice(next.length)) {', 'test/jobs/places.test.ts'),
  one('a lease of a place that never ends', 'src/places/line.ts', 'filter(({ leaseUntilMs }) => leaseUntilMs <= nowMs)', 'filter(({ isCalled, leaseUntilMs }) => isCalled && leaseUntilMs <= nowMs)', 'test/places/line.test.ts'),
  one('send for a place again and again whom its company refuses', 'src/jobs/places.ts', 'attempt - refusals - route >= 2', 'attempt - refusals - route >= 99', 'test/jobs/places.test.ts'),
  one('tell all who want a place the wait of the whole line', 'src/places/told.ts', 'other.rank <= rank', 'other.rank >= 0 || rank > 0', 'test/places/line.test.ts'),
  one('send who has no place', 'src/jobs/places.ts', '  if (waitSeconds === null) return true\n', '  if (waitSeconds !== undefined) return true\n', 'test/jobs/places.test.ts'),

  // What is to be gone.
  one('leave one file of those that are wished gone', 'src/jobs/delete-media.ts', 'job.outputs.map(', 'job.outputs.slice(1).map('),
  one('keep files longer than was asked for', 'src/graphql/nouns/create-generation.ts', 'const retentionDays = storeDaysOf(input, caller)', 'const { retentionDays } = caller'),

  one('a key forgotten too early', 'src/store/idempotency.ts', '30 * 86_400_000', '29 * 86_400_000', 'test/jobs/idempotency.test.ts'),

  // What leaves the database.
  one('an archive that drops a chunk', 'src/jobs/archive-jobs.ts', '  await compare(needs, chunk, lines)\n', '', 'test/jobs/archive.test.ts'),
  {
    name: "an archive that drops a chunk's object",
    patches: [
      { file: 'src/jobs/archive-jobs.ts', find: '  await media.putArchive(chunkKey(chunk), packed.bytes, CONTENT_TYPE)\n', replace: '' },
      { file: 'src/jobs/archive-jobs.ts', find: '  await compare(needs, chunk, lines)\n', replace: '' },
    ],
    caughtBy: 'test/audit/audit-archive.test.ts',
  },
  {
    name: 'an archive that drops a line',
    patches: [
      { file: 'src/jobs/archive-jobs.ts', find: 'const packed = await packLines(lines)', replace: 'const packed = await packLines(lines.slice(1))' },
      { file: 'src/jobs/archive-jobs.ts', find: '  await compare(needs, chunk, lines)\n', replace: '' },
    ],
    caughtBy: 'test/audit/audit-archive.test.ts',
  },
  one("an audit that does not miss an archive's object", 'src/audit/judge-chunk.ts', "  if (!packed) return ['its object is gone']\n", '  if (!packed) return []\n', 'test/audit/audit-archive.test.ts'),
  one('an audit that believes an archive without its digest', 'src/audit/judge-chunk.ts', ' || (await sha256Of(packed)) !== chunk.sha256', ' || (await sha256Of(packed)) === chunk.month', 'test/audit/audit-archive.test.ts'),
  one('archive what a key means still', 'src/store/archives.ts', 'j.completed_at_ms <= ${nowMs - KEY_KEPT_MS}', 'j.completed_at_ms <= ${nowMs - KEY_KEPT_MS + 1}', 'test/jobs/archive.test.ts'),
  one('an opening entry that is put in the place of the one before', 'src/store/archives.ts', '${creditEntries.amount} + excluded.amount', 'excluded.amount', 'test/jobs/archive.test.ts'),
  one('let go what has changed since it was read', 'src/store/archives.ts', 'j.taken_down_at_ms is x.value ->> 1 and ', '', 'test/jobs/archive.test.ts'),

  // Several databases.
  one('look for every account in the first database', 'src/store/shards.ts', 'if (all.size === 1) return directory', 'if (all.size > 0) return directory', 'test/shards/three-shards.test.ts'),
  one('find nobody by a new key', 'src/auth/let-find.ts', 'if ((await homeOf(accountId)) === directory) return', 'if (shards) return', 'test/shards/three-shards.test.ts'),
  one('make two accounts of who signs in twice at once', 'src/auth/sessions.ts', 'return claimed?.accountId ?? accountId', 'return accountId', 'test/shards/three-shards.test.ts'),
  one('sweep the first database alone', 'src/jobs/sweep-all.ts', 'onEachShard(needs, (own) => sweep({ ...own, heartbeat }))', 'Promise.all([sweep({ ...needs, heartbeat })])', 'test/shards/over-all.test.ts'),
  one('a heartbeat though one database was not swept', 'src/jobs/sweep-all.ts', 'beats === needs.shards.all.size', 'beats > 0', 'test/shards/over-all.test.ts'),
  one('leave to what finds whoever is erased', 'src/tasks/close-account.ts', '  await shards.directory.batch([deleteFindersOf(shards.directory, task.accountId)])\n', '', 'test/shards/over-all.test.ts'),

  // An account that moves.
  one('move an account without what has changed since it was copied', 'src/tasks/move-account.ts', '  await runBatch(source, noteChanges(source, accountId))\n', '', 'test/shards/move.test.ts'),
  one('believe a copy that nobody has compared', 'src/tasks/copy-account.ts', '  if (!isAnyRow(turns)) return undefined\n', '  if (isAnyRow(turns)) return []\n', 'test/shards/move.test.ts'),
  one('let a step that was overtaken write', 'src/store/account-rows.ts', 'and ${movingAccounts.turn} = ${turn})`', 'and ${turn} <> 0)`', 'test/shards/move.test.ts'),
  one('remember where an account is that is being moved', 'src/store/shards.ts', 'if (turn !== null) {', "if (turn === '') {", 'test/shards/move.test.ts'),
  one('move what jobs are made from under the numbers of others', 'src/store/account-rows.ts', '? sql`${nth(index)} + ${wordsAfter}` : nth(index)', '? nth(index) : nth(index)', 'test/shards/move.test.ts'),
  one('fence no insertion', 'src/store/fences.ts', "before ${sql.raw(write)} on", "before ${sql.raw(write === 'insert' ? 'delete' : write)} on", 'test/shards/fence.test.ts'),
  one('sweep what is behind a fence', 'src/store/due.ts', 'isDue(jobs, nowMs, after), isSettled(jobs.accountId))', 'isDue(jobs, nowMs, after))', 'test/shards/fence.test.ts'),

  ...queueMutants,
]
