// An account moves to another database while it is at work. Its rows are copied page by page, and what changes meanwhile is noted and
// copied again; then, for a moment, nothing of it can be written: the rest is copied, both are compared, and the directory is told. What
// was left behind is deleted an hour later. Every step may be played twice, and only the last one that has begun may write.
import * as v from 'valibot'
import type { WithAlarm, WithChance, WithClock } from '../domain/effects.ts'
import { OF_NO_ACCOUNT, moveId } from '../domain/task.ts'
import { newMoveToken } from '../domain/new-id.ts'
import { REDRIVE_MS } from '../jobs/schedule.ts'
import { deleteAccountRows, selectAccountRows } from '../store/account-rows.ts'
import { ACCOUNTS, ACCOUNT_TABLES, JOBS } from '../store/account-tables.ts'
import type { AccountTable } from '../store/account-tables.ts'
import { runBatch } from '../store/batch.ts'
import type { Database, WithDatabase } from '../store/database.ts'
import { dropTriggers, isFenceOf, keepsOut, noteChanges, putFence, selectTriggers } from '../store/fences.ts'
import { selectHome } from '../store/homes.ts'
import {
  deleteChanges, deleteMoving, dropKeptWords, expectAccount, putMoving, selectLastWords, selectMoving, selectOwnWords, switchHome, takeTurn, takeTurnAtHome,
} from '../store/moving.ts'
import type { WithShards } from '../store/shards.ts'
import type { Task } from '../store/task-tables.ts'
import { moveTask } from '../store/tasks.ts'
import { BEGINNING, compare, copyAccount, copyChanges, copyPage } from './copy-account.ts'
import type { MoveStep } from './copy-account.ts'
import { letAllFind } from './let-all-find.ts'

export type MoveAccountNeeds = WithAlarm & WithChance & WithClock & WithDatabase & WithShards

/** Each is two round trips or three. */
const PAGES_OF_A_STEP = 50
/** Each asks some 60 statements at most: far under what an invocation may ask. */
const ROUNDS_OF_A_STEP = 8
/** So few changes are left that the rest is copied under the fence. */
const FEW = 200
/** By then every isolate has forgotten where the account was, and asks each time (store/shards.ts). */
const FORGOTTEN_MS = 60_000
/** By then no sweep is at work that has read of it before it was left alone. */
const SWEPT_MS = 30_000
/** By then no request and no message is at work that still reads where it was. */
const LEFT_MS = 3_600_000
/** More than it makes in its move. */
const NUMBERS_KEPT = 1_000_000

const STAGES = ['BEGIN', 'COPY', 'CATCH_UP', 'SWITCH', 'WAKE', 'DELETE'] as const
export type MoveStage = (typeof STAGES)[number]
const isBehindSwitch = (stage: MoveStage): boolean => stage === 'WAKE' || stage === 'DELETE'
const State = v.pipe(v.string(), v.parseJson(), v.object({
  stage: v.picklist(STAGES),
  from: v.string(),
  to: v.string(),
  begunAtMs: v.number(),
  place: v.object({ table: v.number(), owner: v.number(), after: v.nullable(v.string()) }),
}))
type State = v.InferOutput<typeof State>

export const readMove = ({ state }: Task): State => v.parse(State, state)

export const newMove = (accountId: string, from: string, to: string, nowMs: number): Task => ({
  accountId: OF_NO_ACCOUNT, id: moveId(accountId), kind: 'move', state: JSON.stringify({ stage: 'BEGIN', from, to, begunAtMs: nowMs, place: BEGINNING } satisfies State), createdAtMs: nowMs, dueAtMs: nowMs + REDRIVE_MS, faults: 0,
})

interface Next {
  readonly state: State
  /** When it goes on; left out: at once; null: it is done. */
  readonly dueAtMs?: number | null
}

/** @returns whether there is more to do now */
export async function stepMove(needs: MoveAccountNeeds, task: Task): Promise<boolean> {
  const { directory } = needs.shards
  const state = readMove(task)
  const accountId = task.id.slice(moveId('').length)
  const turn = newMoveToken(needs.random)
  const [, [home]] = await directory.batch([takeTurnAtHome(directory, accountId, turn, state.from), selectHome(directory, accountId)])
  // The switch was made, and its answer lost.
  const isThere = home?.shard === state.to && !isBehindSwitch(state.stage)
  const stage = isThere ? 'WAKE' : state.stage
  // What is deleted here must be there.
  if (isBehindSwitch(stage) && home?.shard !== state.to) throw new Error('its home is another than it was moved to')
  const [source, target] = [databaseOf(needs, state.from), databaseOf(needs, state.to)]
  const [, [moving]] = await target.batch([takeTurn(target, accountId, turn), selectMoving(target, accountId)])
  const next = await STEPS[stage](needs, { ...state, stage }, { accountId, source, target, turn, wordsAfter: moving?.wordsAfter ?? 0, wordsUntil: moving?.wordsUntil ?? 0 })
  const dueAtMs = next.dueAtMs === undefined ? needs.now() + REDRIVE_MS : next.dueAtMs
  await directory.batch([moveTask(directory, task, JSON.stringify(next.state), dueAtMs)])
  return next.dueAtMs === undefined
}

function databaseOf({ shards }: WithShards, name: string): Database {
  const database = shards.all.get(name)
  if (!database) throw new Error(`the database ${name} is not bound`)
  return database
}

type Step = (needs: MoveAccountNeeds, state: State, move: MoveStep) => Promise<Next>

const STEPS: Readonly<Record<MoveStage, Step>> = { BEGIN: begin, COPY: copy, CATCH_UP: catchUp, SWITCH: switchOver, WAKE: wake, DELETE: deleteLeft }

/** From now on nobody remembers where it is, what changes is noted, and the numbers of its words are nobody's in the other database. */
async function begin({ now }: MoveAccountNeeds, state: State, { accountId, source, target }: MoveStep): Promise<Next> {
  const [[own], [all]] = await source.batch([selectOwnWords(source, accountId), selectLastWords(source)])
  const last = all?.last ?? 0
  await target.batch(expectAccount(target, accountId, { first: own?.first ?? last + 1, last }, NUMBERS_KEPT))
  await runBatch(source, noteChanges(source, accountId))
  return { state: { ...state, stage: 'COPY', begunAtMs: now(), place: BEGINNING } }
}

async function copy(_needs: MoveAccountNeeds, state: State, move: MoveStep): Promise<Next> {
  let { place } = state
  for (let page = 0; page < PAGES_OF_A_STEP; page += 1) {
    const next = await copyPage(move, place)
    if (!next) return { state: { ...state, stage: 'CATCH_UP', place: BEGINNING } }
    place = next
  }
  return { state: { ...state, place } }
}

async function catchUp({ now }: MoveAccountNeeds, state: State, move: MoveStep): Promise<Next> {
  const isFew = await copyAllChanges(move, FEW)
  if (!isFew) return { state }
  if (now() < state.begunAtMs + FORGOTTEN_MS) return { state, dueAtMs: state.begunAtMs + FORGOTTEN_MS }
  await move.source.batch([putMoving(move.source, move.accountId)])
  return { state: { ...state, stage: 'SWITCH' }, dueAtMs: now() + SWEPT_MS }
}

/** @returns whether the last of them were so few */
async function copyAllChanges(move: MoveStep, few: number): Promise<boolean> {
  for (let round = 0; round < ROUNDS_OF_A_STEP; round += 1) {
    const changes = await copyChanges(move)
    if (changes < few) return true
  }
  return false
}

/** Under the fence. Whatever fails in it takes the fence away, unless the directory may have been told. */
async function switchOver(needs: MoveAccountNeeds, state: State, move: MoveStep): Promise<Next> {
  const { source, accountId, turn } = move
  // Of steps that died.
  const [older] = await source.batch([selectTriggers(source, accountId, ['fence'])])
  try {
    await runBatch(source, putFence(source, accountId, turn))
    const isAll = await copyAllChanges(move, 1)
    const different = isAll ? await copyRest(move) : undefined
    if (different?.length === 0) await letAllFind(needs, move, state.to)
    else {
      await takeFenceAway(move, older)
      // More has changed than was thought, or another step has had the turn since.
      if (!different) return { state: { ...state, stage: 'CATCH_UP' } }
      await needs.alarm({ kind: 'STORAGE', subject: 'move', detail: `what was copied of an account is not the same in ${different.join(', ')}: it is copied again` })
      return { state: { ...state, stage: 'COPY', place: BEGINNING } }
    }
  } catch (error) {
    await takeFenceAway(move, older)
    throw error
  }
  const { directory } = needs.shards
  const [, [home]] = await directory.batch([switchHome(directory, accountId, turn, state.to), selectHome(directory, accountId)])
  // Another step has had the turn since: it goes on.
  return home?.shard === state.to ? { state: { ...state, stage: 'WAKE' } } : { state }
}

/** @returns the tables that are not the same then, as of `compare` */
async function copyRest(move: MoveStep): Promise<readonly string[] | undefined> {
  await copyAccount(move)
  const [[own]] = await move.source.batch([selectOwnWords(move.source, move.accountId)])
  if ((own?.last ?? 0) + move.wordsAfter >= move.wordsUntil) throw new Error('it has made more than there are numbers kept for')
  return compare(move)
}

async function takeFenceAway({ source, accountId, turn }: MoveStep, older: readonly { readonly name: string }[]): Promise<void> {
  const [all] = await source.batch([selectTriggers(source, accountId, ['fence'])])
  const own = all.filter(({ name }) => isFenceOf(name, accountId, turn) || older.some((one) => one.name === name))
  await runBatch(source, dropTriggers(source, own.map(({ name }) => name)))
}

/** It is there: what is due of it is seen to again, and no list finds it twice. The fence stays where it was, but for deletions. */
async function wake({ now }: MoveAccountNeeds, state: State, { accountId, source, target }: MoveStep): Promise<Next> {
  await target.batch([dropKeptWords(target, accountId), deleteMoving(target, accountId)])
  const [triggers] = await source.batch([selectTriggers(source, accountId, ['fence', 'note'])])
  await runBatch(source, dropTriggers(source, triggers.map(({ name }) => name).filter((name) => !keepsOut(name))))
  await deletePage(source, ACCOUNTS, accountId)
  return { state: { ...state, stage: 'DELETE', place: BEGINNING }, dueAtMs: now() + LEFT_MS }
}

const LEFT = [JOBS, ...ACCOUNT_TABLES]

async function deleteLeft(_needs: MoveAccountNeeds, state: State, { accountId, source }: MoveStep): Promise<Next> {
  let { table } = state.place
  for (let page = 0; page < PAGES_OF_A_STEP; page += 1) {
    const left = LEFT[table]
    if (!left) return end(state, source, accountId)
    if (await deletePage(source, left, accountId)) table += 1
  }
  return { state: { ...state, place: { ...state.place, table } } }
}

/** @returns whether that was all of the table */
async function deletePage(source: Database, table: AccountTable, accountId: string): Promise<boolean> {
  let isAll = true
  for (const owner of table.ownersOf(accountId)) {
    const [rows] = await source.batch([selectAccountRows(source, table, owner, null, table.rowsOfAPage)])
    if (rows.length > 0) await runBatch(source, deleteAccountRows(source, table, rows.map(({ key }) => key)))
    isAll &&= rows.length < table.rowsOfAPage
  }
  return isAll
}

async function end(state: State, source: Database, accountId: string): Promise<Next> {
  const [triggers] = await source.batch([selectTriggers(source, accountId, ['fence', 'note'])])
  await runBatch(source, [...dropTriggers(source, triggers.map(({ name }) => name)), deleteMoving(source, accountId), deleteChanges(source, accountId, Number.MAX_SAFE_INTEGER)])
  return { state, dueAtMs: null }
}
