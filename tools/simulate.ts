// `npm run simulate -- --runs N --seed S`: the simulation at length, half of it on each of two cores. `--path P` replays
// one failure. `--queue` plays accounts that ask for more than they have slots, a quarter of so many runs.
// `--mutants`: plants each fault of test/simulation/mutants.ts in a copy of the project and sees that the simulation, or the test that
// is named beside it, catches it; `--only words` takes those whose name contains the words.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mutants } from '../test/simulation/mutants.ts'
import { planted } from '../test/simulation/mutant.ts'
import type { Mutant } from '../test/simulation/mutant.ts'
import { buildSiteIfChanged } from './build/site.ts'
import { green, print, red, seconds } from './local/terminal.ts'
import { copyProject } from './local/project-copy.ts'
import { PIPED, projectFolder, runTool } from './local/tools.ts'

/** A planted fault that survives so many runs is not caught by them. */
const MUTANT_RUNS = 500
const PROCESSES = 2
/** fast-check draws other runs from each other seed. */
const SEEDS_APART = 1_000_000_007

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    path: { type: 'string', default: '' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    queue: { type: 'boolean', default: false },
  },
})
process.exitCode = (await (values.mutants ? plantAll(Number(values.seed)) : simulate(Number(values.runs), Number(values.seed), values.path))) ? 0 : 1

async function simulate(runs: number, seed: number, path: string): Promise<boolean> {
  // Both would build it, each under the other's feet.
  await buildSiteIfChanged()
  const startedAtMs = Date.now()
  const first = path === '' ? Math.ceil(runs / PROCESSES) : runs
  const shares = [{ runs: first, seed, path }, { runs: runs - first, seed: (seed + SEEDS_APART) % 2_147_483_647, path: '' }].filter((share) => share.runs > 0)
  const outcomes = await Promise.all(shares.map(async (share) => ({ ...(await run(projectFolder, { ...share, shrink: true })), share })))
  const failed = outcomes.filter(({ isGood }) => !isGood)
  for (const { printed, share } of failed) print(`${printed}\n${red(`failed: ${repeat(printed, share.seed)}`)}`)
  const elapsedMs = Date.now() - startedAtMs
  const pace = `${seconds(elapsedMs)}, ${(elapsedMs / 1000 / runs).toFixed(2)} s a run`
  print(failed.length === 0 ? green(`${runs} runs, seed ${seed}: all is well, in ${pace}`) : `(${pace})`)
  return failed.length === 0
}

/** How to see a failure again. */
function repeat(printed: string, seed: number): string {
  const path = /path: "([\d:]+)"/.exec(printed)?.[1]
  return `npm run simulate -- ${values.queue ? '--queue ' : ''}--seed ${seed}${path ? ` --path ${path}` : ''}`
}

interface Wish {
  readonly runs: number
  readonly seed: number
  readonly path: string
  readonly shrink: boolean
}

function run(folder: string, { runs, seed, path, shrink }: Wish) {
  const environment = { SIMULATION_RUNS: String(runs), SIMULATION_SEED: String(seed), SIMULATION_PATH: path, SIMULATION_SHRINK: String(shrink) }
  return test(folder, values.queue ? ['test/simulation/queueing.test.ts'] : ['test/simulation/simulation.test.ts', '-t', 'are safe'], environment)
}

async function test(folder: string, which: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await runTool('vitest', ['run', ...which, '--root', folder], { stdio: PIPED, environment: { ...environment, NO_COLOR: '1' } })
  return { isGood: code === 0, printed: stdout + stderr }
}

async function plantAll(seed: number): Promise<boolean> {
  print(`planting with seed ${seed}`)
  const startedAtMs = Date.now()
  const chosen = mutants.filter(({ name }) => name.includes(values.only))
  const waiting = [...chosen]
  const survivors: string[] = []
  const plantSome = async (plot: number): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      if (!(await plant(mutant, plot, seed))) survivors.push(mutant.name)
    }
  }
  await Promise.all(Array.from({ length: PROCESSES }, (_, plot) => plantSome(plot)))
  const time = seconds(Date.now() - startedAtMs)
  print(survivors.length === 0 ? green(`${chosen.length} planted, all caught, in ${time}`) : red(`not caught: ${survivors.join(', ')}  (${time})`))
  return survivors.length === 0
}

/** @param plot where it is planted @returns whether it was caught */
async function plant(mutant: Mutant, plot: number, seed: number): Promise<boolean> {
  const startedAtMs = Date.now()
  const { isGood, printed } = await runMutant(mutant, plot, seed)
  const breach = (mutant.caughtBy === undefined ? /Caused by: Error: (.+)/ : /^ +× (.+?) \d+ms$/m).exec(printed)?.[1]
  const isCaught = !isGood && breach !== undefined
  const by = mutant.caughtBy ?? `run ${/Property failed after (\d+) tests/.exec(printed)?.[1] ?? '?'}`
  const outcome = isCaught ? green(`caught by ${by}: ${breach}`) : red(isGood ? 'not caught' : `did not run:\n${printed}`)
  print(`${mutant.name}: ${outcome} (${seconds(Date.now() - startedAtMs)})`)
  return isCaught
}

async function runMutant(mutant: Mutant, plot: number, seed: number) {
  const { caughtBy } = mutant
  const folder = copyProject(`mutant-${plot}`)
  for (const [file, source] of planted(mutant, (name) => readFileSync(join(folder, name), 'utf8'))) writeFileSync(join(folder, file), source)
  try {
    return caughtBy === undefined ? await run(folder, { runs: MUTANT_RUNS, seed, path: '', shrink: false }) : await test(folder, [caughtBy])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
