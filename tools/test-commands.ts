// Every command that the README and the docs name is run, and what it prints is read: the quick ones in each `npm test`, all of
// them with `-- --commands`, as CI does. A command that they name and that nothing runs is a failure of its own.
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { freePort } from './local/ports.ts'
import { ownGroup } from './local/process-group.ts'
import { sum, type Tally } from './test/tally.ts'
import { print, red, seconds } from './local/terminal.ts'
import { PIPED, projectFolder, runTool, startTool } from './local/tools.ts'
import { tryNewUpstream } from './test-commands/new-upstream.ts'

interface Proof {
  /** As npm takes it. */
  readonly args: readonly string[]
  /** What it must print, colours aside; `stale` names a file that it must leave as it was. */
  readonly prints: RegExp
  readonly unchanged?: string
  readonly isQuick?: boolean
  /** It writes where others read: into the folder that is deployed, or over a file of the project. */
  readonly isAlone?: boolean
}

/** Beside each other: most of them wait for what they have started. */
const AT_ONCE = 2

/** Every script that the docs may name: how it is run here, or by which step of `npm test` it is. */
const PROOFS: Readonly<Record<string, readonly Proof[] | 'a step of its own'>> = {
  models: [{ args: ['run', '-s', 'models'], prints: /kling-v3[\s\S]+\d+ models can be called, 21 providers/, isQuick: true }],
  house: [{ args: ['run', '-s', 'house'], prints: /0 back up, 0 circles/, unchanged: 'docs/house.md', isQuick: true }],
  schema: [{ args: ['run', '-s', 'schema'], prints: /^$/, unchanged: 'schema.graphql', isQuick: true }],
  migration: [{ args: ['run', '-s', 'migration'], prints: /No schema changes/, unchanged: 'migrations/meta/_journal.json', isQuick: true }],
  memory: [{ args: ['run', '-s', 'memory'], prints: /Veo[\s\S]+all under 64 MB/, isQuick: true }],
  admin: [{ args: ['run', '-s', 'admin'], prints: /accounts[\s\S]+bootstrap/, isQuick: true }],
  bench: [{ args: ['run', '-s', 'bench', '--', '--rounds', '1', '--seconds', '0.1', '--only', 'status read, ended'], prints: /status read, ended[\s\S]+yoga, minimal[\s\S]+medians of 1 rounds/ }],
  'bench:profile': [{ args: ['run', '-s', 'bench:profile', '--', '--requests', '50', 'quote'], prints: /quote: 50 answers, 0 bad[\s\S]+all of it/ }],
  'bench:start': [{ args: ['run', '-s', 'bench:start', '--', '--rounds', '1'], prints: /empty Worker[\s\S]+Hono and graphql-js[\s\S]+ours today/ }],
  load: [{ args: ['run', '-s', 'load', '--', '21'], prints: /webhook received[\s\S]+21 generations[\s\S]+nothing lost, the ledger exact, nothing left to do/ }],
  cost: [{ args: ['run', '-s', 'cost'], prints: /D1 rows written[\s\S]+in all/, isQuick: true }],
  budget: [{ args: ['run', '-s', 'budget'], prints: /Tests\s+\d+ passed/ }],
  build: [{ args: ['run', '-s', 'build'], prints: /dist\/index\.js/, isAlone: true }],
  fonts: [{ args: ['run', '-s', 'fonts'], prints: /noto-devanagari\.woff2[\s\S]+anek-latin\.woff2/, unchanged: 'portal/fonts/noto-devanagari.woff2', isAlone: true }],
  deploy: [{ args: ['run', '-s', 'deploy', '--', '--dry-run'], prints: /--dry-run: exiting now/, isAlone: true }],
  demo: [
    { args: ['run', '-s', 'demo'], prints: /Doitong demo {2}6 generations[\s\S]+A picture becomes a video[\s\S]+COMPLETED[\s\S]+webhook generation\.completed[\s\S]+its signature is verified[\s\S]+6 of 6 completed in .+, ledger exact/ },
    { args: ['run', '-s', 'demo', '--', '--all'], prints: /Doitong demo {2}21 generations[\s\S]+21 of 21 completed in .+, ledger exact/ },
  ],
  simulate: [
    { args: ['run', '-s', 'simulate', '--', '--runs', '4', '--seed', '7'], prints: /4 runs, seed 7: all is well/ },
    { args: ['run', '-s', 'simulate', '--', '--mutants', '--only', 'keep files for hours'], prints: /caught by run \d+/ },
  ],
  mutate: [{ args: ['run', '-s', 'mutate', '--', '--only', 'src/domain/plans', '--tests', 'domain', '--sample', '2', '--seed', '1621'], prints: /2 of 2 killed, 100\.0 %/ }],
  'test:restart': [{ args: ['run', '-s', 'test:restart', '--', '12'], prints: /killed with 12 generations in flight[\s\S]+1 passed, 0 failed/ }],
  'test:uploads': [{ args: ['run', '-s', 'test:uploads', '--', '150'], prints: /killed[\s\S]+at most[\s\S]+150 MB in 9 parts, cut off and gone on with/ }],
  /** Beside each other, over one state: `dev` makes it, `audit` reads it. */
  dev: 'a step of its own',
  'new:upstream': 'a step of its own',
  audit: 'a step of its own',
  'test:sdk': 'a step of its own',
  'test:portal': 'a step of its own',
  /** People look at them. */
  screenshots: 'a step of its own',
  unit: 'a step of its own',
  check: 'a step of its own',
}

export async function runCommandTests(areAll: boolean): Promise<Tally> {
  const proofs = Object.values(PROOFS).flatMap((some) => (typeof some === 'string' ? [] : some))
  const tallies = [namesTally()]
  for (const proof of proofs) if (proof.isQuick || (areAll && proof.isAlone)) tallies.push(await proven(proof))
  if (!areAll) return sum(tallies)
  const others = proofs.filter(({ isQuick, isAlone }) => !isQuick && !isAlone).map((proof) => () => proven(proof))
  return sum([...tallies, ...(await pLimit(AT_ONCE).map([devAndAudit, newUpstream, ...others], (prove) => prove()))])
}

const newUpstream = async (): Promise<Tally> => told('npm run new:upstream -- acme', await tryNewUpstream())

/** Scripts that the docs name are in package.json, and each stands in the table above. */
function namesTally(): Tally {
  const texts = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: projectFolder })].filter((file) => existsSync(join(projectFolder, file)))
  const named = texts.flatMap((file) => [...readFileSync(join(projectFolder, file), 'utf8').matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g)].map((found) => found[1] ?? ''))
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> }
  return sum([...new Set(named)].map((name): Tally => {
    const problem = Object.hasOwn(scripts, name) ? (Object.hasOwn(PROOFS, name) ? undefined : 'nothing runs it') : 'it is not in package.json'
    return told(`npm run ${name}, which the docs name`, problem)
  }))
}

async function proven({ args, prints, unchanged }: Proof): Promise<Tally> {
  const startedAtMs = Date.now()
  const before = unchanged === undefined ? '' : readFileSync(join(projectFolder, unchanged), 'utf8')
  const { code, stdout, stderr } = await runTool('npm', args, { stdio: PIPED, environment: { NO_COLOR: '1' } })
  const after = unchanged === undefined ? '' : readFileSync(join(projectFolder, unchanged), 'utf8')
  const problem = code !== 0 ? `it ended with ${code}` : !prints.test(stdout.trim()) ? `it does not print ${prints.source}` : before === after ? undefined : `${unchanged} was out of date`
  const name = `npm ${args.filter((arg) => arg !== '-s').join(' ')}`
  if (problem !== undefined) print(`${stdout}${stderr}`)
  return told(`${name} (${seconds(Date.now() - startedAtMs)})`, problem)
}

const DEV_PATIENCE_MS = 90_000

/** `npm run dev` says where it is ready and how to try it; `npm run audit` then finds its state without a breach. */
async function devAndAudit(): Promise<Tally> {
  const state = mkdtempSync(join(tmpdir(), 'doitong-dev-'))
  const environment = { PORT: String(await freePort()), STATE_DIR: state, NO_COLOR: '1' }
  const child = startTool('npm', ['run', '-s', 'dev'], { stdio: PIPED, ownGroup: true, environment })
  const group = ownGroup(child)
  let printed = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  try {
    const deadlineMs = Date.now() + DEV_PATIENCE_MS
    while (!printed.includes('Ctrl-C') && Date.now() < deadlineMs) await sleep(200)
    const isReady = /ready at http:\/\/127\.0\.0\.1:\d+[\s\S]+Admin +dt_live_\w+[\s\S]+curl http/.test(printed) && existsSync(join(projectFolder, '.wrangler', 'dev.json'))
    const dev = told('npm run dev', isReady ? undefined : `it printed: ${printed}`)
    await group.stop()
    const { code, stdout, stderr } = await runTool('npm', ['run', '-s', 'audit'], { stdio: PIPED, environment })
    const isGood = code === 0 && /\d+ accounts, \d+ generations, 0 breaches/.test(stdout)
    return sum([dev, told('npm run audit', isGood ? undefined : `it printed: ${stdout}${stderr}`)])
  } finally {
    await group.stop()
    rmSync(state, { recursive: true, force: true })
  }
}

function told(name: string, problem: string | undefined): Tally {
  print(problem === undefined ? name : red(`${name}: ${problem}`))
  return problem === undefined ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: [`${name}: ${problem}`], skipped: [] }
}

if (import.meta.main) process.exitCode = (await runCommandTests(true)).failed.length
