// A power cut in the middle: the running service is killed outright, started again over the same state, and every
// generation still ends well, with the ledger exact. It runs the built bundle, the very file that is deployed.
// `npm run test:restart` does it with 50, `-- 12` with so many, as `npm test` does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { demoClient, type DemoClient, type Generation } from './demo/client.ts'
import { freePort } from './local/ports.ts'
import { startService, tick } from './local/service.ts'
import { single, type Tally } from './test/tally.ts'
import { print, red } from './local/terminal.ts'

const PROVIDERS = ['luma', 'kling', 'runway', 'minimax'] as const
const PATIENCE_MS = 150_000
const LOOK_MS = 2000

export async function runRestartTest(count: number): Promise<Tally> {
  const name = `${count} generations survive a killed service, ledger exact`
  const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-restart-'))
  try {
    const problems = await killAndRestart(count, stateFolder)
    for (const problem of problems) print(red(problem))
    return single(name, problems.length === 0)
  } finally {
    rmSync(stateFolder, { recursive: true, force: true })
  }
}

/** @returns what was not as it should be */
async function killAndRestart(count: number, stateFolder: string): Promise<readonly string[]> {
  // A service that comes back has the address it had: links that were made before hold.
  const port = await freePort()
  const first = await startService({ port, stateFolder, isBuilt: true })
  const before = demoClient(first.url, first.keys.enterprise)
  const balance = await before.credits()
  const ids: string[] = []
  for (let index = 0; index < count; index += 1) ids.push((await before.generate(inputOf(index))).id)
  await allOf(before, ids, ({ status }) => status !== 'QUEUED')
  await sleep(1500)
  await first.kill()
  print(`killed with ${count} generations in flight`)

  const second = await startService({ port, stateFolder, isBuilt: true })
  try {
    await tick(second)
    const after = demoClient(second.url, second.keys.enterprise)
    const ended = await allOf(after, ids, ({ status }) => status !== 'QUEUED' && status !== 'PROCESSING')
    const spent = ended.reduce((sum, one) => sum + one.creditCost - one.refundedCredits, 0)
    const left = await after.credits()
    return [
      ...ended.filter(({ status }) => status !== 'COMPLETED').map((one) => `${one.id} of ${one.provider} is ${one.status}: ${one.error?.message}`),
      ...(left === balance - spent ? [] : [`the balance is ${left}, and should be ${balance} − ${spent}`]),
    ]
  } finally {
    await second.stop()
  }
}

function inputOf(index: number): unknown {
  const provider = PROVIDERS[index % PROVIDERS.length]
  const image = provider === 'runway' ? { image: 'https://example.com/still.jpg' } : {}
  return { type: 'VIDEO', provider, input: { text: `Take ${index}`, ...image } }
}

async function allOf(client: DemoClient, ids: readonly string[], isReady: (one: Generation) => boolean): Promise<readonly Generation[]> {
  const deadlineMs = Date.now() + PATIENCE_MS
  const seen = new Map<string, Generation>()
  let missing = ids
  for (;;) {
    // Only those that are missing: all of them at each look would exceed the plan's reads.
    const looked = await Promise.all(missing.map((id) => client.generation(id)))
    for (const one of looked) seen.set(one.id, one)
    missing = looked.filter((one) => !isReady(one)).map(({ id }) => id)
    if (missing.length === 0 || Date.now() > deadlineMs) return [...seen.values()]
    await sleep(LOOK_MS)
  }
}

if (import.meta.main) {
  const tally = await runRestartTest(Number(process.argv[2] ?? 50))
  print(tally.failed.length === 0 ? `${tally.passed} passed, 0 failed` : `0 passed, ${tally.failed.length} failed`)
  process.exitCode = tally.failed.length
}
