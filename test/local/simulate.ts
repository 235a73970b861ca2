// `npm run simulate -- --runs N --seed S`: the simulation at length. `--path P` replays one failure. `--mutants`: plants
// each fault of test/simulation/mutants.ts in a copy of the project and sees that the simulation catches it;
// `--only words` takes those whose name contains the words.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mutants, type Mutant } from '../simulation/mutants.ts'
import { green, print, red, seconds } from './terminal.ts'
import { PIPED, projectFolder, runTool } from './tools.ts'

/** A planted fault that survives so many runs is not caught. */
const MUTANT_RUNS = 500
/** What a copy needs beside node_modules, which it finds in the folders above it. */
const COPIED = ['src', 'test', 'migrations', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'wrangler.toml'] as const

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    path: { type: 'string', default: '' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
})
process.exitCode = (await (values.mutants ? plantAll(values.seed) : simulate(values.runs, values.seed, values.path))) ? 0 : 1

async function simulate(runs: string, seed: string, path: string): Promise<boolean> {
  const startedAtMs = Date.now()
  const { isGood, printed } = await run(projectFolder, { runs, seed, path, shrink: true })
  const time = seconds(Date.now() - startedAtMs)
  if (isGood) print(green(`${runs} runs, seed ${seed}: all is well, in ${time}`))
  else print(`${printed}\n${red(`failed: ${repeat(printed, seed)}`)}  (${time})`)
  return isGood
}

/** How to see a failure again. */
function repeat(printed: string, seed: string): string {
  const path = /path: "([\d:]+)"/.exec(printed)?.[1]
  return `npm run simulate -- --seed ${seed}${path ? ` --path ${path}` : ''}`
}

interface Wish {
  readonly runs: string
  readonly seed: string
  readonly path: string
  readonly shrink: boolean
}

async function run(folder: string, { runs, seed, path, shrink }: Wish) {
  const environment = { SIMULATION_RUNS: runs, SIMULATION_SEED: seed, SIMULATION_PATH: path, SIMULATION_SHRINK: String(shrink), NO_COLOR: '1' }
  const { code, stdout, stderr } = await runTool('vitest', ['run', 'test/simulation/simulation.test.ts', '-t', 'are safe', '--root', folder], { stdio: PIPED, environment })
  return { isGood: code === 0, printed: stdout + stderr }
}

async function plantAll(seed: string): Promise<boolean> {
  print(`planting with seed ${seed}`)
  const survivors: string[] = []
  for (const mutant of mutants.filter(({ name }) => name.includes(values.only))) {
    const startedAtMs = Date.now()
    const { isGood, printed } = await runMutant(mutant, seed)
    const breach = /Caused by: Error: (.+)/.exec(printed)?.[1]
    const isCaught = !isGood && breach !== undefined
    const runs = /Property failed after (\d+) tests/.exec(printed)?.[1] ?? '?'
    if (!isCaught) survivors.push(mutant.name)
    const outcome = isCaught ? green(`caught in run ${runs}: ${breach}`) : red(isGood ? 'not caught' : `did not run:\n${printed}`)
    print(`${mutant.name}: ${outcome} (${seconds(Date.now() - startedAtMs)})`)
  }
  return survivors.length === 0
}

async function runMutant({ patches }: Mutant, seed: string) {
  const folder = join(projectFolder, '.wrangler', 'mutant')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of COPIED) cpSync(join(projectFolder, name), join(folder, name), { recursive: true })
  for (const { file, find, replace } of patches) {
    const source = readFileSync(join(folder, file), 'utf8')
    if (source.split(find).length !== 2) throw new Error(`${file} no longer reads as expected: ${find}`)
    writeFileSync(join(folder, file), source.replace(find, () => replace))
  }
  try {
    return await run(folder, { runs: String(MUTANT_RUNS), seed, path: '', shrink: false })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
