// `npm run load -- 2000`: so many generations of all providers at once through a service of its own, to media and webhooks. It says how
// many a second, how long each stage took and what the Workers held in memory, and whether anything was lost.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { inputsOfAllProviders } from './demo/all.ts'
import { newLoadAccount, type LoadAccount } from './load/accounts.ts'
import { audited, leftOver } from './load/left-over.ts'
import { isThere, order, readEnded, type Ended } from './load/orders.ts'
import { openReceiver, type Receiver } from './load/receiver.ts'
import { stageRow } from './load/stages.ts'
import { startService, tick, type RunningService } from './local/service.ts'
import { byteCount, dim, green, print, red, seconds, table } from './local/terminal.ts'
import { watchMemory } from './local/watch-memory.ts'

const ACCOUNTS = 20
/** Requests under way at once. */
const AT_ONCE = 32
/** Without any webhook: something is lost. The longest wait of a retry is five minutes. */
const PATIENCE_MS = 360_000
const TICK_MS = 60_000

interface Ordered {
  readonly id: string
  readonly account: LoadAccount
  readonly ms: number
}

interface Kept extends Ended {
  readonly hasFile: boolean
}

const count = Number(process.argv[2] ?? 2000)
const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-load-'))
process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }))
const accounts = Array.from({ length: ACCOUNTS }, () => newLoadAccount(Date.now()))
const receiver = await openReceiver()
let service: RunningService | undefined
try {
  service = await startService({ stateFolder, isBuilt: true, moreSql: accounts.flatMap(({ sql }) => sql), say: print })
  const problems = await load(service)
  await service.stop()
  problems.push(...(await leftOver(stateFolder)), ...(await audited(stateFolder)))
  for (const problem of problems.slice(0, 20)) print(red(problem))
  print(problems.length === 0 ? green('nothing lost, the ledger exact, nothing left to do') : red(`${problems.length} problems`))
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  receiver.close()
  await service?.stop()
}

async function load(running: RunningService): Promise<string[]> {
  const memory = watchMemory()
  // The sweeper, which does not come by itself on this machine.
  const minute = setInterval(() => void tick(running).catch(() => undefined), TICK_MS)
  try {
    const startedAtMs = Date.now()
    const orders = await orderAll(running.url)
    const orderedMs = Date.now() - startedAtMs
    print(dim(`  ${orders.length} ordered in ${seconds(orderedMs)}`))
    await untilTold(receiver, count)
    const endedMs = Math.max(startedAtMs, ...receiver.receivedAtMs.values()) - startedAtMs
    const ended = await readAll(running.url, orders)
    const { restingBytes, mostBytes } = memory.stop()
    report(orders, ended)
    print(`${count} generations in ${seconds(endedMs)}: ${(count / (endedMs / 1000)).toFixed(1)} a second; ${(count / (orderedMs / 1000)).toFixed(1)} requests a second`)
    print(`the Workers, the emulators among them, held ${byteCount(restingBytes)} at rest and ${byteCount(mostBytes)} at most`)
    return problemsOf(ended)
  } finally {
    clearInterval(minute)
  }
}

async function orderAll(url: string): Promise<readonly Ordered[]> {
  const inputs = inputsOfAllProviders()
  return pLimit(AT_ONCE).map(Array.from({ length: count }, (_, index) => index), async (index) => {
    const [account, input] = [accounts[index % accounts.length], inputs[index % inputs.length]]
    if (!account || !input) throw new Error('There is nobody to ask, or nothing to ask for.')
    return { account, ...(await order(url, account, input, receiver.url)) }
  })
}

function readAll(url: string, orders: readonly Ordered[]): Promise<readonly Kept[]> {
  return pLimit(AT_ONCE).map(orders, async ({ account, id }) => {
    const ended = await readEnded(url, account, id)
    return { ...ended, hasFile: ended.url !== null && (await isThere(ended.url)) }
  })
}

async function untilTold({ receivedAtMs }: Receiver, wanted: number): Promise<void> {
  let [seen, movedAtMs] = [-1, Date.now()]
  while (receivedAtMs.size < wanted && Date.now() - movedAtMs < PATIENCE_MS) {
    if (receivedAtMs.size > seen) [seen, movedAtMs] = [receivedAtMs.size, Date.now()]
    await sleep(250)
  }
}

function since(from: string | null, to: string | null): number[] {
  return from === null || to === null ? [] : [Date.parse(to) - Date.parse(from)]
}

function report(orders: readonly Ordered[], ended: readonly Ended[]): void {
  const stages = [
    { name: 'answered', ms: orders.map(({ ms }) => ms) },
    { name: 'with the company', ms: ended.flatMap(({ createdAt, startedAt }) => since(createdAt, startedAt)) },
    { name: 'made and kept', ms: ended.flatMap(({ startedAt, completedAt }) => since(startedAt, completedAt)) },
    { name: 'webhook received', ms: ended.flatMap(({ id, completedAt }) => (completedAt === null ? [] : [(receiver.receivedAtMs.get(id) ?? Number.NaN) - Date.parse(completedAt)])).filter(Number.isFinite) },
  ]
  const columns = [{ title: 'stage, after the one before', side: 'left' }, { title: 'p50', side: 'right' }, { title: 'p99', side: 'right' }, { title: 'most', side: 'right' }] as const
  for (const line of table(columns, stages.map(stageRow))) print(line)
}

function problemsOf(ended: readonly Kept[]): string[] {
  return [
    ...ended.filter(({ status }) => status !== 'COMPLETED').map(({ id, provider, status, error }) => `${id} of ${provider} is ${status}: ${error?.message}`),
    ...ended.filter(({ status, hasFile }) => status === 'COMPLETED' && !hasFile).map(({ id, provider }) => `the file of ${id} of ${provider} is not there`),
    ...ended.filter(({ id }) => !receiver.receivedAtMs.has(id)).map(({ id, provider }) => `no webhook came for ${id} of ${provider}`),
  ]
}
