// `npm run mutate`: small faults by the thousand in limits, store, jobs and the price, each behind a switch; the tests must notice
// them. `--sample N --seed S` draws some, `--terms` takes every WHERE term of the store instead, `--only path` those of a file.
// `--tests a,b` are the folders of tests that try; `--runs N` lets that many simulated runs have a look at what they let pass.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { copyWithMutations } from './mutate/copy.ts'
import type { Mutation } from './mutate/mutations.ts'
import type { Play, Played } from './mutate/play.ts'
import { dim, green, print, red, seconds } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

const MUTATED = ['src/domain/plans.ts', 'src/limits/*.ts', 'src/store/*.ts', 'src/jobs/*.ts', 'src/audit/*.ts', 'src/routing/price.ts', 'src/catalog/speech-seconds.ts'] as const
/** Where their tests are; a mutant is played against those that pass it by, the quick ones first. */
const TESTS = ['domain', 'limits', 'store', 'jobs', 'audit', 'routing', 'catalog', 'auth', 'graphql', 'webhooks', 'alarms', 'queues'] as const
const SIMULATION = 'test/simulation/simulation.test.ts'
/** A mutant that takes four times as long as its tests did, and this longer, never ends. */
const PATIENCE_MS = 120_000
const LOOK_MS = 600_000
/** So many files are tried one at a time, those first that noticed the most of the same file's mutants; then all others at once. */
const ALONE = 4

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    terms: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '0' },
    tests: { type: 'string', default: TESTS.join(',') },
  },
})

const all = copyWithMutations(values.terms ? ['src/store/*.ts'] : MUTATED)
const wanted = all.filter(({ isTerm, file }) => (!values.terms || isTerm) && file.includes(values.only))
const chosen = drawn(wanted, values.sample === '' ? wanted.length : Number(values.sample), Number(values.seed))
process.exitCode = await run(chosen) ? 0 : 1

async function run(mutations: readonly Mutation[]): Promise<boolean> {
  print(`${mutations.length} of ${wanted.length} mutations, seed ${values.seed}`)
  const startedAtMs = Date.now()
  const covering = await look()
  print(dim(`looked at ${covering.length} test files in ${seconds(Date.now() - startedAtMs)}`))
  const survivors: Mutation[] = []
  const noticed = new Map<string, number>()
  let done = 0
  const waiting = [...mutations]
  const worker = async (): Promise<void> => {
    const player = newPlayer()
    for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
      const { id, file, line, what } = mutation
      const files = covering.filter(({ passed }) => passed.has(id)).toSorted((a, b) => (noticed.get(file + b.name) ?? 0) - (noticed.get(file + a.name) ?? 0) || a.ms - b.ms)
      let isKilled = false
      for (const some of [...files.slice(0, ALONE).map((one) => [one]), files.slice(ALONE)]) {
        if (isKilled || some.length === 0) continue
        const ms = some.reduce((sum, one) => sum + one.ms, 0)
        isKilled = (await player.play({ mutant: id, files: some.map(({ name }) => name) }, PATIENCE_MS + 4 * ms)).isKilled
        const [one] = some
        if (isKilled && one && some.length === 1) noticed.set(file + one.name, (noticed.get(file + one.name) ?? 0) + 1)
      }
      if (!isKilled && values.runs !== '0') isKilled = (await player.play({ mutant: id, files: [SIMULATION] }, 2 * LOOK_MS)).isKilled
      done += 1
      if (done % 50 === 0) print(dim(`${done}/${mutations.length}, ${done - survivors.length - Number(!isKilled)} killed, ${seconds(Date.now() - startedAtMs)}`))
      if (isKilled) continue
      survivors.push(mutation)
      print(red(`${done}/${mutations.length} survives: ${file}:${line} ${what}${files.length === 0 ? ' (no test passes by)' : ''}`))
    }
    player.stop()
  }
  await Promise.all([worker(), worker()])
  const killed = mutations.length - survivors.length
  print((survivors.length === 0 ? green : (text: string) => text)(`${killed} of ${mutations.length} killed, ${((100 * killed) / mutations.length).toFixed(1)} %, in ${seconds(Date.now() - startedAtMs)}`))
  return killed >= 0.9 * mutations.length
}

interface Covering {
  readonly name: string
  readonly passed: ReadonlySet<number>
  readonly ms: number
}

/** Each test file by itself: what it passes by, and how long it takes. */
async function look(): Promise<readonly Covering[]> {
  const names = values.tests.split(',').flatMap((folder) => globSync(`test/${folder}/**/*.test.ts`, { cwd: projectFolder }))
  const seen: Covering[] = []
  const worker = async (): Promise<void> => {
    const player = newPlayer()
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const { isKilled, passed, ms } = await player.play({ mutant: 0, files: [name] }, LOOK_MS)
      if (isKilled) print(red(`${name} fails by itself`))
      else seen.push({ name, passed: new Set(passed), ms })
    }
    player.stop()
  }
  await Promise.all([worker(), worker()])
  return seen
}

function newPlayer() {
  let child: ChildProcess | undefined
  const stop = (): void => void child?.kill('SIGKILL')
  // What it has started ends with it, also when we are stopped.
  for (const name of ['exit', 'SIGINT', 'SIGTERM'] as const) process.once(name, () => (stop(), name !== 'exit' && process.exit(1)))
  const play = async (wish: Play, patienceMs: number): Promise<Played> => {
    if (!child) {
      child = fork(join(projectFolder, 'tools/mutate/play.ts'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { ...process.env, SIMULATION_RUNS: values.runs, SIMULATION_SHRINK: 'false' } })
      await once(child, 'message')
    }
    const answered = once(child, 'message', { signal: AbortSignal.timeout(patienceMs) }).then(([played]) => played as Played)
    child.send(wish)
    return answered.catch(() => {
      stop()
      child = undefined
      return { isKilled: true, passed: [], ms: patienceMs }
    })
  }
  return { play, stop }
}

/** So many of them, the same ones for the same seed. */
function drawn<Item>(items: readonly Item[], count: number, seed: number): readonly Item[] {
  let state = seed % 2_147_483_647 || 1
  const ranked = items.map((item) => ({ item, rank: (state = (state * 48_271) % 2_147_483_647) }))
  return ranked.toSorted((a, b) => a.rank - b.rank).slice(0, count).map(({ item }) => item)
}
