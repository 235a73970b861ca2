// How many requests a second, in one run with what is fastest here and with a peer: `npm run bench`. Ours as it is deployed, the
// bare I/O of a request, and GraphQL Yoga over that, all in workerd and asked at their own sockets from another process, in turn.
// `--rounds 5`, `--seconds 3`: of each. `--only 'status'`: of ours what begins so. `--bundle file`: another of ours. `--json file`: every figure.
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { makeAccounts } from './bench/accounts.ts'
import { benchTable } from './bench/figures.ts'
import { openGun } from './bench/load.ts'
import { measure } from './bench/measure.ts'
import { openGenerations } from './bench/open-generations.ts'
import { commonScenarios, ourScenarios } from './bench/scenarios.ts'
import { SERVICE_NAMES, startService, type Service } from './bench/services.ts'
import { print } from './local/terminal.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '3' }, only: { type: 'string', default: '' }, bundle: { type: 'string' }, json: { type: 'string' } },
})
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]

const accounts = makeAccounts(Date.now())
const services: Service[] = []
const gun = openGun()
try {
  for (const name of SERVICE_NAMES) services.push(await startService(name, accounts.sql, { bundle: values.bundle }))
  const openIds = await openGenerations(services[0]?.url ?? '', accounts)
  const keptIds = [...openIds.values(), ...accounts.free.map(({ endedId }) => endedId)]
  const own = ourScenarios(accounts, openIds).filter(({ name }) => name.startsWith(values.only))
  const common = commonScenarios(accounts).filter(({ name }) => own.some(({ against }) => against === name))
  const asked = services.map((service) => ({ service, scenarios: service.name === 'ours' ? own : common }))
  const measured = await measure(asked, { gun, keptIds, rounds, seconds })

  const machine = `${availableParallelism()} processors, ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  for (const line of benchTable(measured)) print(line)
  print(`${new Date().toISOString().slice(0, 10)}, medians of ${rounds} rounds of ${seconds} s, ${machine}. In brackets: by the processor's time.`)
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ date: new Date().toISOString(), machine, seconds, measured }, null, 2))
} finally {
  gun.close()
  for (const { miniflare } of services) await miniflare.dispose()
}
