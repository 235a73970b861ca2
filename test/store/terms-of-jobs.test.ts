// Statements on jobs and attempts, term by term.
import {
  askToCancel, claimJob, closeOwed, insertJob, insertWords, isGivenUp, expireJob, expireNow, markInputsDeleted, mayEnd, moveJob, postpone, recordAttempt, recordMissing, recordProgress, releaseClaim,
  requeueJob, beginJob, selectAttempt, selectIfMoved, selectInput, selectJob, selectMoved, selectOpen, selectStatuses,
} from '../../src/store/jobs.ts'
import { KEY_KEPT_MS, forgetKey, selectReplay } from '../../src/store/idempotency.ts'
import { sql } from 'drizzle-orm'
import { jobs } from '../../src/store/tables.ts'
import { ACCOUNT, JOB, NOW_MS, OTHER, apart, describeTerms, holds, job } from './each-term.ts'
import type { Rows } from './each-term.ts'

const KEY = { accountId: ACCOUNT, id: 'gen_j' }
const ofJobs = (...changes: readonly NonNullable<Rows['jobs']>[]): readonly Rows[] => [...apart('jobs'), ...changes.map((change) => ({ jobs: change }))]
const EARLIER = { key: 'old', fingerprint: 'f' }
const AT = { accountId: ACCOUNT, key: 'k', nowMs: KEY_KEPT_MS + NOW_MS }
/** Its end is 30 days ago. */
const OVER = { jobs: { completedAtMs: NOW_MS } }
const TURN = { dueAtMs: 9, turnMs: 9 }
const attempt = { number: 1, upstream: 'luma', model: 'ray-2', ref: null, detail: 'told', refusal: null } as const

describeTerms('reading a job', [
  { name: 'its row', rows: { jobs: {} }, statement: (database) => selectJob(database, KEY), otherwise: ofJobs() },
  { name: 'its input', rows: { jobs: {} }, statement: (database) => selectInput(database, KEY), otherwise: ofJobs() },
  { name: 'its status', rows: { jobs: {} }, statement: (database) => selectStatuses(database, ACCOUNT, ['gen_j']), otherwise: ofJobs() },
  { name: 'as one that is open', rows: { jobs: {} }, statement: (database) => selectOpen(database, ACCOUNT, 'gen_i', 5),
    otherwise: [{ jobs: { accountId: OTHER } }, { jobs: { id: 'gen_h' } }, { jobs: { status: 'COMPLETED' } }] },
  { name: 'by its key', rows: { jobs: { idempotencyKey: 'k' } }, statement: (database) => selectReplay(database, AT, undefined),
    otherwise: [OVER, { jobs: { accountId: OTHER } }, { jobs: { idempotencyKey: 'another' } }] },
  { name: 'by its key, beside an earlier one', rows: { jobs: { idempotencyKey: 'k' } }, statement: (database) => selectReplay(database, AT, EARLIER),
    otherwise: [OVER, { jobs: { accountId: OTHER } }, { jobs: { idempotencyKey: 'another' } }] },
  { name: 'by its earlier key', rows: { jobs: { idempotencyKey: 'old' } }, statement: (database) => selectReplay(database, AT, EARLIER),
    otherwise: [OVER, { jobs: { accountId: OTHER } }, { jobs: { idempotencyKey: 'another' } }, { jobs: { fingerprint: 'another' } }] },
  { name: 'as who has moved it', rows: { jobs: {} }, statement: (database) => selectIfMoved(database, KEY, 'token'), otherwise: ofJobs({ moveToken: 'another' }) },
  { name: 'whether it was moved', rows: { jobs: {} }, statement: (database) => selectMoved(database, KEY, 'token'), otherwise: ofJobs({ moveToken: 'another' }) },
  { name: 'its attempt', rows: { attempts: {} }, statement: (database) => selectAttempt(database, KEY, 1),
    otherwise: [{ attempts: { accountId: OTHER } }, { attempts: { jobId: 'another' } }, { attempts: { number: 2 } }] },
])

describeTerms('a job that may end', [
  { name: 'open', rows: { jobs: { status: 'PROCESSING' } }, statement: holds(() => sql`exists (select 1 from ${jobs} where ${mayEnd(KEY, 1, 'COMPLETED')})`),
    otherwise: ofJobs({ attempt: 2 }, { status: 'FAILED' }, { status: 'QUEUED' }) },
  { name: 'given up', rows: { jobs: { status: 'FAILED', errorReason: 'TIMEOUT' } }, statement: holds(() => sql`exists (select 1 from ${jobs} where ${isGivenUp(KEY, 1)})`),
    otherwise: ofJobs({ attempt: 2 }, { status: 'COMPLETED' }, { errorReason: 'UPSTREAM' }) },
])

describeTerms('making a job', [
  { name: 'with its words beside it, where they are not in its own row', rows: { jobs: { words: 3 } }, statement: (database) => insertWords(database, { ...KEY, packed: new Uint8Array([1]), fingerprint: 'f' }), otherwise: ofJobs({ words: null }) },
  { name: 'with a key that is forgotten', rows: { jobs: { id: 'gen_k', idempotencyKey: 'k', completedAtMs: NOW_MS } }, statement: (database) => forgetKey(database, AT),
    otherwise: [{ jobs: { accountId: OTHER } }, { jobs: { idempotencyKey: 'another' } }, { jobs: { completedAtMs: NOW_MS + 1 } }, { jobs: { completedAtMs: null } }] },
  { name: 'once for a key', rows: { jobs: { id: 'gen_k', idempotencyKey: 'k' } }, works: false, statement: (database) => insertJob(database, { ...JOB, idempotencyKey: 'k' }),
    otherwise: [{ jobs: { accountId: OTHER } }, { jobs: { idempotencyKey: 'another' } }] },
  { name: 'once for an earlier key', rows: { jobs: { id: 'gen_k', idempotencyKey: 'old' } }, works: false, statement: (database) => insertJob(database, { ...JOB, createdAtMs: AT.nowMs, idempotencyKey: 'k' }, EARLIER),
    otherwise: [OVER, { jobs: { accountId: OTHER } }, { jobs: { idempotencyKey: 'another' } }, { jobs: { fingerprint: 'another' } }] },
])

describeTerms('moving a job', [
  { name: 'claimed', rows: { jobs: {} }, statement: (database) => claimJob(database, { ...KEY, attempt: 1 }, { deadlineMs: 9, claimedAtMs: 1, moveToken: 'mine' }), otherwise: ofJobs({ status: 'HELD' }, { attempt: 2 }) },
  { name: 'begun', rows: { jobs: { status: 'WAITING' }, accounts: {} }, statement: (database) => beginJob(database, KEY, { deadlineMs: 9, dueAtMs: 9, waitedUntilMs: 9 }, 'mine'),
    otherwise: [...ofJobs({ status: 'QUEUED' }), { accounts: { closedAtMs: 1 } }] },
  { name: 'begun though another account is closed', rows: { jobs: { status: 'WAITING' }, accounts: { id: OTHER, closedAtMs: 1 } }, statement: (database) => beginJob(database, KEY, { deadlineMs: 9, dueAtMs: 9, waitedUntilMs: 9 }, 'mine'), otherwise: [] },
  { name: 'unclaimed by its claimant', rows: { jobs: { status: 'SUBMITTING' } }, statement: (database) => releaseClaim(database, KEY, 'token', TURN)[0],
    otherwise: ofJobs({ status: 'PROCESSING' }, { moveToken: 'of another claim' }) },
  { name: 'unclaimed by its claimant though it was held', rows: { jobs: { status: 'HELD', moveToken: 'token.held' } }, statement: (database) => releaseClaim(database, KEY, 'token', TURN)[2],
    otherwise: ofJobs({ status: 'PROCESSING' }, { moveToken: 'tokens.held' }, { moveToken: 'token' }, { moveToken: null }) },
  { name: 'unclaimed, so that nobody wonders what became of it', rows: { jobs: { status: 'HELD', moveToken: 'token.held' }, attempts: { outcome: 'UNKNOWN' } }, statement: (database) => releaseClaim(database, KEY, 'token', TURN)[1],
    otherwise: [...ofJobs({ status: 'PROCESSING' }, { moveToken: 'of another.held' }, { attempt: 2 }), { attempts: { outcome: 'ACCEPTED' } }, { attempts: { accountId: OTHER } }, { attempts: { jobId: 'another' } }] },
  { name: 'accepted', rows: { jobs: { status: 'SUBMITTING' } }, statement: (database) => moveJob(database, KEY, ['SUBMITTING', 'COMPLETED'], 1, 'PROCESSING', { moveToken: 'mine' }),
    otherwise: ofJobs({ status: 'HELD' }, { status: 'COMPLETED' }, { attempt: 2 }) },
  { name: 'tried again', rows: { jobs: { status: 'SUBMITTING' } }, statement: (database) => requeueJob(database, job({ status: 'SUBMITTING' }), { moveToken: 'mine' }),
    otherwise: ofJobs({ status: 'PROCESSING' }, { attempt: 2 }, { cancelAskedAtMs: 1 }, { moveToken: 'another' }) },
  { name: 'never tried again after nobody could tell', rows: { jobs: { status: 'HELD' } }, works: false, statement: (database) => requeueJob(database, job({ status: 'HELD' }), { moveToken: 'mine' }), otherwise: [] },
  { name: 'with nothing owed', rows: { jobs: { dueFor: 'OWED' } }, statement: (database) => closeOwed(database, job(), { dueFor: 'DELETE', dueAtMs: 9 }),
    otherwise: ofJobs({ dueFor: 'LATE' }, { moveToken: 'another' }) },
  { name: 'wished cancelled', rows: { jobs: { status: 'HELD' } }, statement: (database) => askToCancel(database, KEY, 9), otherwise: ofJobs({ status: 'QUEUED' }, { cancelAskedAtMs: 1 }) },
  { name: 'postponed', rows: { jobs: {} }, statement: (database) => postpone(database, job(), 9, 1), otherwise: ofJobs({ status: 'SUBMITTING' }, { attempt: 2 }, { chain: 1 }) },
  { name: 'whose files are to be gone', rows: { jobs: { status: 'COMPLETED', expiresAtMs: 9 } }, statement: (database) => expireNow(database, KEY, 8), otherwise: ofJobs({ status: 'FAILED' }, { expiredAtMs: 1 }, { expiresAtMs: 7 }) },
  { name: 'expired', rows: { jobs: {} }, statement: (database) => expireJob(database, KEY, 9)[2], otherwise: ofJobs({ expiredAtMs: 1 }) },
  { name: 'without its inputs', rows: { jobs: {} }, statement: (database) => markInputsDeleted(database, KEY), otherwise: ofJobs() },
  { name: 'further on', rows: { jobs: { status: 'PROCESSING' } }, statement: (database) => recordProgress(database, job(), 0.5), otherwise: ofJobs({ status: 'HELD' }, { attempt: 2 }) },
  { name: 'missing', rows: { jobs: { status: 'PROCESSING' } }, statement: (database) => recordMissing(database, job(), { count: 1, sinceMs: 1 }), otherwise: ofJobs({ status: 'HELD' }, { attempt: 2 }) },
  { name: 'known better', rows: { attempts: {} }, works: false, statement: (database) => recordAttempt(database, KEY, { ...attempt, outcome: 'UNKNOWN' }, 1), otherwise: [{ attempts: { outcome: 'UNKNOWN' } }] },
  { name: 'known', rows: { attempts: { outcome: 'UNKNOWN' } }, statement: (database) => recordAttempt(database, KEY, { ...attempt, outcome: 'ACCEPTED' }, 1), otherwise: [] },
])
