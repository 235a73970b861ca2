// `npm run mutate`: small faults by the thousand in limits, store, jobs and the price, each behind a switch; the tests must notice
// them. `--sample N --seed S` draws some, `--terms` takes every WHERE term of the store instead, and beside them where both are
// given; `--only path` takes those of a file. `--tests a,b` are the folders or files of tests that try.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { copyWithMutations } from './mutate/copy.ts'
import { EQUIVALENT } from './mutate/equivalent.ts'
import type { Equivalent } from './mutate/equivalent.ts'
import type { Mutation } from './mutate/mutations.ts'
import type { Play, Played } from './mutate/play.ts'
import { dim, print, red, seconds } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

const MUTATED = ['src/domain/plans.ts', 'src/limits/*.ts', 'src/store/*.ts', 'src/jobs/*.ts', 'src/audit/*.ts', 'src/routing/price.ts', 'src/catalog/speech-seconds.ts'] as const
/** Where their tests are; a mutant is played against those that pass it by. */
const TESTS = ['limits', 'store', 'jobs', 'audit', 'routing', 'domain', 'catalog', 'uploads', 'auth', 'graphql', 'webhooks', 'alarms', 'queues'] as const
/** Whole operations once for each of their batches, ten minutes without D1 at each place, thousands of rows: too slow to be played so often. */
const TOO_SLOW = ['store/lost-answers', 'jobs/outage', 'jobs/head-of-line'] as const
const FILE_MS = 1_800_000
const ALONE_MS = 180_000
/** What so much playing does not notice is not played any more. */
const ENOUGH_MS = 40_000
/** Of a process, until it is ready. */
const MOST_STARTS = 3
/** What is read but once is played from the start, by so many files. */
const FILES_ALONE = 2

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    terms: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    tests: { type: 'string', default: TESTS.join(',') },
  },
})

const isTermOfStore = ({ isTerm, file }: Mutation): boolean => isTerm && file.startsWith('src/store/')
const all = copyWithMutations(values.terms && values.sample === '' ? ['src/store/*.ts'] : MUTATED)
const wanted = withoutEquivalent(all).filter(({ file }) => file.includes(values.only))
const terms = values.terms ? wanted.filter(isTermOfStore) : []
const sample = values.terms && values.sample === '' ? [] : drawn(wanted, values.sample === '' ? wanted.length : Number(values.sample), Number(values.seed))
process.exitCode = await run(sample, terms) ? 0 : 1

interface Tried {
  readonly mutation: Mutation
  isKilled: boolean
  ms: number
  /** A test failed under it that would not be well again: it is played alone. */
  isUnclear: boolean
  readonly passedBy: Set<string>
  readonly readBy: Set<string>
}

async function run(some: readonly Mutation[], every: readonly Mutation[]): Promise<boolean> {
  const mutations = [...new Set([...some, ...every])]
  print(`${some.length} of ${wanted.length} mutations, seed ${values.seed}, and ${every.length} terms`)
  const startedAtMs = Date.now()
  const tried = new Map(mutations.map((mutation): [number, Tried] => [mutation.id, { mutation, isKilled: false, isUnclear: false, ms: 0, passedBy: new Set(), readBy: new Set() }]))
  const alive = (): readonly Tried[] => [...tried.values()].filter(({ isKilled }) => !isKilled)
  await playFiles(tried, alive)
  const alone = alive().filter(({ isUnclear, readBy }) => isUnclear || readBy.size > 0)
  print(dim(`${alive().length} are left after ${seconds(Date.now() - startedAtMs)}, ${alone.length} of them to be played alone`))
  await playAlone(alone)
  for (const { mutation: { file, line, what }, passedBy, readBy } of alive()) {
    print(red(`survives: ${file}:${line} ${what}${passedBy.size + readBy.size === 0 ? ' (no test passes by)' : ''}`))
  }
  const left = new Set(alive().map(({ mutation }) => mutation))
  const scores = [['drawn', some], ['terms', every]] as const
  for (const [name, group] of scores) {
    const killed = group.filter((mutation) => !left.has(mutation)).length
    if (group.length > 0) print(`${name}: ${killed} of ${group.length} killed, ${((100 * killed) / group.length).toFixed(1)} %, after ${seconds(Date.now() - startedAtMs)}`)
  }
  return scores.every(([, group]) => group.filter((mutation) => left.has(mutation)).length <= 0.1 * group.length)
}

async function playFiles(tried: ReadonlyMap<number, Tried>, alive: () => readonly Tried[]): Promise<void> {
  const names = values.tests.split(',').flatMap((name) => globSync([`test/${name}/**/*.test.ts`, `test/${name}.test.ts`], { cwd: projectFolder }).toSorted())
  // Those first that bear a mutated file's name: what they kill is played no more.
  const mutated = new Set(alive().map(({ mutation: { file } }) => basename(file, '.ts')))
  const own = (name: string): number => (mutated.has(basename(name, '.test.ts')) || name.includes('/terms-of-') ? 0 : 1)
  const waiting = names.filter((name) => !TOO_SLOW.some((slow) => name.includes(slow))).toSorted((one, other) => own(one) - own(other))
  await work(async (player) => {
    for (let name = waiting.shift(); name !== undefined && alive().length > 0; name = waiting.shift()) {
      const startedAtMs = Date.now()
      const played = await player.play({ file: name, wanted: alive().filter(({ ms }) => ms < ENOUGH_MS).map(({ mutation }) => mutation.id), always: 0 }, FILE_MS)
      if (!played) print(red(`${name} never ended, or died`))
      if (played?.failure !== undefined) print(red(`${name} fails by itself: ${played.failure}`))
      for (const id of played?.killed ?? []) note(tried, id, (one) => void (one.isKilled = true))
      for (const id of played?.unclear ?? []) note(tried, id, (one) => void (one.isUnclear = true))
      for (const id of played?.passed ?? []) note(tried, id, (one) => void one.passedBy.add(name))
      for (const id of played?.atLoad ?? []) note(tried, id, (one) => void one.readBy.add(name))
      for (const [id, ms] of Object.entries(played?.ms ?? {})) note(tried, Number(id), (one) => void (one.ms += ms))
      print(dim(`${name} in ${seconds(Date.now() - startedAtMs)}: ${played?.killed.length ?? 0} killed, ${alive().length} left`))
    }
  })
}

function note(tried: ReadonlyMap<number, Tried>, id: number, change: (one: Tried) => void): void {
  const one = tried.get(id)
  if (one) change(one)
}

async function playAlone(some: readonly Tried[]): Promise<void> {
  const waiting = [...some]
  await work(async (player) => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      for (const file of nearest(one).slice(0, FILES_ALONE)) {
        const played = await player.play({ file, wanted: [], always: one.mutation.id }, ALONE_MS)
        if (played && played.failure === undefined) continue
        one.isKilled = true
        break
      }
    }
  })
}

/** Test files, those first that bear its own file's name, as terms-of-keys does, or stand in the folder of the same name. */
function nearest({ mutation: { file }, passedBy, readBy }: Tried): readonly string[] {
  const distance = (name: string): number => (name.includes(`/${basename(file, '.ts')}`) || name.includes(`-of-${basename(file, '.ts')}`) ? 0 : name.includes(`/${basename(dirname(file))}/`) ? 1 : 2)
  return [...new Set([...passedBy, ...readBy])].toSorted((one, other) => distance(one) - distance(other))
}

type Player = ReturnType<typeof newPlayer>

/** On both cores. */
async function work(act: (player: Player) => Promise<void>): Promise<void> {
  await Promise.all([newPlayer(), newPlayer()].map((player) => act(player).finally(() => player.stop())))
}

function newPlayer() {
  let child: ChildProcess | undefined
  const stop = (): void => {
    const group = child?.pid
    child = undefined
    if (group === undefined) return
    try {
      process.kill(-group, 'SIGKILL')
    } catch {
      // Nobody of it is left.
    }
  }
  // What it has started ends with it, also when we are stopped.
  for (const name of ['exit', 'SIGINT', 'SIGTERM'] as const) process.once(name, () => (stop(), name !== 'exit' && process.exit(1)))
  /** @returns undefined where it never ended, or died */
  const play = async (wish: Play, patienceMs: number, starts = 1): Promise<Played | undefined> => {
    // A process each: in the next run of the same one, tests could no longer be wrapped. And a group each, or its workerd would stay.
    const env = { ...process.env, MUTANT_ALWAYS: String(wish.always) }
    const begun = fork(join(projectFolder, 'tools/mutate/play.ts'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env, detached: true })
    child = begun
    const died = once(begun, 'exit').then(() => undefined)
    // One that ends before it is ready says nothing of the mutant.
    const isReady = await Promise.race([once(begun, 'message').then(() => true), died])
    if (isReady !== true) {
      stop()
      if (starts === MOST_STARTS) throw new Error('what plays the tests does not start')
      return play(wish, patienceMs, starts + 1)
    }
    const answered = Promise.race([died, once(begun, 'message', { signal: AbortSignal.timeout(patienceMs) }).then(([played]) => played as Played)])
    begun.send(wish)
    return answered.catch(() => undefined).finally(stop)
  }
  return { play, stop }
}

function isMeant({ file, what }: Equivalent, mutation: Mutation): boolean {
  return mutation.file === file && mutation.what === what
}

/** Those that change nothing are not counted. An entry of theirs that no longer fits is a mistake. */
function withoutEquivalent(mutations: readonly Mutation[]): readonly Mutation[] {
  for (const entry of EQUIVALENT.filter(({ file }) => mutations.some((mutation) => mutation.file === file))) {
    const count = mutations.filter((mutation) => isMeant(entry, mutation)).length
    if (count !== (entry.times ?? 1)) throw new Error(`${count} mutations are as said: ${entry.file} ${entry.what}`)
  }
  return mutations.filter((mutation) => !EQUIVALENT.some((entry) => isMeant(entry, mutation)))
}

/** So many of them, the same ones for the same seed. */
function drawn<Item>(items: readonly Item[], count: number, seed: number): readonly Item[] {
  let state = seed % 2_147_483_647 || 1
  const ranked = items.map((item) => ({ item, rank: (state = (state * 48_271) % 2_147_483_647) }))
  return ranked.toSorted((a, b) => a.rank - b.rank).slice(0, count).map(({ item }) => item)
}
