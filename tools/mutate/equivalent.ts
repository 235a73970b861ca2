// Mutations that change nothing anybody could notice, each with the reason. They are known by their file and text; one that no
// longer stands there is a mistake.

export interface Equivalent {
  readonly file: string
  /** As the driver prints it. */
  readonly what: string
  /** How many read the same. 1 where it is not said. */
  readonly times?: number
  readonly why: string
}

const MINUTE = 'open ones are kept for four times 15 s, which is the minute of those that have ended'
const NO_POSTERS = 'of none none is fetched, and then nothing is otherwise'
const UNPRICED = 'a row without sizes has no price by the second, and of such a row nothing is compared'

/** The migrations make the indexes; this text is read where a migration is written. */
const INDEX = 'the condition of an index, which no statement is built from'

export const EQUIVALENT: readonly Equivalent[] = [
  { file: 'src/store/tables.ts', what: 'where(…) without sql`${table.eventsDueAtMs} is not null`', why: INDEX },
  { file: 'src/store/tables.ts', what: 'where(…) without sql`${table.idempotencyKey} is not null`', why: INDEX },
  { file: 'src/store/tables.ts', what: 'where(…) without sql`${table.dueAtMs} is not null`', times: 2, why: INDEX },
  { file: 'src/limits/known-jobs.ts', what: 'telling.isOver ? ENDED_MS : FRESH_MS * 4 → FRESH_MS * 4', why: MINUTE },
  { file: 'src/limits/known-jobs.ts', what: 'telling.isOver ? ENDED_MS : FRESH_MS * 4 → ENDED_MS', why: MINUTE },
  { file: 'src/limits/account-gate.ts', what: 'if (learn(this.#known, telling, nowMs)) → if (true)', why: 'each line keeps the version it was told last, and is told nothing older' },
  { file: 'src/limits/account-gate.ts', what: 'jobId === undefined ? undefined : recall(this.#known, jobId, nowMs) → recall(this.#known, jobId, nowMs)', why: 'of a job without an id nothing is known' },
  { file: 'src/limits/account-gate.ts', what: 'nowMs === undefined ? [] : toldNext(this.#state, nowMs) → toldNext(this.#state, nowMs)', why: 'without a time nobody was called at it, or so long before it' },
  { file: 'src/limits/arithmetic.ts', what: 'if (state.turns.waiting.length === 0) → if (false)', why: 'where nobody waits nobody has a turn, and then the state is the same too' },
  { file: 'src/limits/purse.ts', what: 'one.limit - other.limit → one.limit + other.limit', why: 'the bounds stand in the order of their limits, and of those alike each stays where it is' },
  { file: 'src/limits/turns.ts', what: 'one.jobId < other.jobId → one.jobId <= other.jobId', why: 'nobody waits twice: what is brought back is not among those that wait' },
  { file: 'src/limits/purse.ts', what: 'index < text.length → index <= text.length', why: 'one round more of a hash that only spreads: every name has another place, and the places are as many' },
  {
    file: 'src/audit/compare-estimates.ts', why: UNPRICED,
    what: 'sizes.length === 0 ? [fitOptions(model, {}).options] : sizes.map((size) => fitOptions(mode → sizes.map((size) => fitOptions(model, { resolution: size }).options)',
  },
  { file: 'src/audit/compare-estimates.ts', what: "options.resolution === undefined ? '' : ` at ${options.resolution}` → ` at ${options.resolution}`", why: UNPRICED },
  { file: 'src/audit/compare-estimates.ts', what: 'ours === undefined ? undefined : upstreams.get(model.upstream) → upstreams.get(model.upstream)', why: 'without a price of ours nothing is compared, whoever is reached' },
  {
    file: 'src/audit/compare-estimates.ts', why: 'of decimal prices none differs by just a hundredth as a computer reckons',
    what: 'Math.abs(theirs - ours) > ours * MOST_DIFFERENCE → Math.abs(theirs - ours) >= ours * MOST_DIFFERENCE',
  },
  {
    file: 'src/store/hot.ts', why: 'Drizzle reads the same of each row, only slower',
    what: 'columns ? reader(columns) : (response, isFromBatch) => prepared.mapResult(response, isFrom → (response, isFromBatch) => prepared.mapResult(response, isFromBatch)',
  },
  { file: 'src/audit/roll-up-usage.ts', what: 'other < one → other <= one', why: 'of two ids that are the same either is the earlier' },
  { file: 'src/store/closings.ts', what: 'and(…) without isNotNull(accounts.closedAtMs)', why: 'what was never closed was not closed before any time either' },
  { file: 'src/jobs/store-outputs.ts', what: "output.kind === 'url' ? output.posterUrl : undefined → output.posterUrl", why: 'bytes come without a picture' },
  { file: 'src/jobs/archive-jobs.ts', what: 'over.filter((job) => isOfOneChunk(first, job)).slice(0, MOST_ROWS) → over.filter((job) => isOfOneChunk(first, job))', why: 'no look brings more than that' },
  { file: 'src/jobs/archive-jobs.ts', what: 'first ? over.filter((job) => isOfOneChunk(first, job)).slice(0, MOST_ROWS) : [] → over.filter((job) => isOfOneChunk(first, job)).slice(0, MOST_ROWS)', why: 'without a first one there is none to be filtered' },
  { file: 'src/jobs/submit-job.ts', what: 'dueAtMs <= nowMs + REDRIVE_MS → dueAtMs < nowMs + REDRIVE_MS', why: 'what is due just then is written down as due just then' },
  { file: 'src/jobs/end-job.ts', what: 'posters.length > 0 ? await storePosters(needs, job, posters) : undefined → await storePosters(needs, job, posters)', why: NO_POSTERS },
  { file: 'src/jobs/end-job.ts', what: 'posters.length > 0 → posters.length >= 0', why: NO_POSTERS },
  { file: 'src/jobs/archive-jobs.ts', what: '!first || !last → !first && !last', why: 'of the same list there are both or neither' },
  { file: 'src/jobs/take-inputs.ts', what: 'if (url) → if (true)', why: 'what is kept of a text that is no data URL is that nothing is known of it' },
  { file: 'src/jobs/upload-inputs.ts', what: 'isUploadId(value) ? found.get(value.trim()) : undefined → found.get(value.trim())', why: 'only uploads are among what was found' },
]
