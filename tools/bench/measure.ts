// All in turn, round after round, after one that does not count.
import { processorMsOf } from '../local/processor-time.ts'
import { CONNECTIONS, type Measured, type Round } from './figures.ts'
import type { Gun } from './load.ts'
import type { Scenario } from './scenarios.ts'
import type { Service } from './services.ts'
import { clearTraces } from './traces.ts'

interface Asked {
  readonly service: Service
  readonly scenarios: readonly Scenario[]
}

const WARM_PER_SECOND = 500

interface Setting {
  readonly gun: Gun
  /** Generations that stay when a load is over. */
  readonly keptIds: readonly string[]
  readonly rounds: number
  readonly seconds: number
}

export async function measure(asked: readonly Asked[], setting: Setting): Promise<readonly Measured[]> {
  const kinds = CONNECTIONS.flatMap((connections) => asked.flatMap(({ service, scenarios }) => scenarios.map((scenario) => ({ service, scenario, connections }))))
  const measured = kinds.map(({ service, scenario: { name, against }, connections }): Measured => ({ name, against, service: service.name, connections, rounds: [], bad: 0 }))
  // Until V8 has compiled what is hot: by number, since a busy machine answers few in a time.
  for (const { service, scenario, connections } of kinds) if (connections > 1) await fire(service, scenario, connections, setting, Math.ceil(setting.seconds * WARM_PER_SECOND))
  for (let round = 0; round < setting.rounds; round += 1) {
    for (const [index, { service, scenario, connections }] of kinds.entries()) {
      const { bad, ...figures } = await fire(service, scenario, connections, setting)
      const one = measured[index]
      one?.rounds.push(figures)
      if (one) one.bad += bad
    }
  }
  return measured
}

async function fire(service: Service, { requests, status, includes, isMaking }: Scenario, connections: number, { gun, keptIds, seconds }: Setting, amount?: number): Promise<Round & { readonly bad: number }> {
  const before = processorMsOf(service.pid)
  const { answers, perSecond, bad } = await gun.fire({ url: service.url, requests, connections, seconds, amount, status, includes })
  const after = processorMsOf(service.pid)
  if (isMaking) await clearTraces(service, keptIds)
  return { perSecond, bad, processorUs: before === undefined || after === undefined || answers === 0 ? undefined : ((after - before) * 1000) / answers }
}
