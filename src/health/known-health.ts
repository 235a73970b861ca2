// What an isolate knows of the upstreams' health. Choosing reads this memory and waits for nothing; what was read from
// it and has grown old is asked for again once the answer is out. An isolate that knows nothing takes all to be well.
import type { RaiseAlarm } from '../domain/alarm.ts'
import type { Health } from './ports.ts'
import type { UpstreamId } from '../domain/upstream.ts'
import type { Snapshot } from './arithmetic.ts'
import { UNKNOWN_HEALTH, standing, withTrial } from './arithmetic.ts'
import type { UpstreamHealthCalls } from './upstream-health.ts'

/** Lives as long as the isolate; holds plain data, since I/O belongs to one request. */
export type KnownHealth = Map<UpstreamId, { readonly snapshot: Snapshot; readonly askedAtMs: number }>

export interface HealthDependencies {
  readonly known: KnownHealth
  readonly objectOf: (upstream: UpstreamId) => UpstreamHealthCalls
  readonly now: () => number
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void
  readonly alarm: RaiseAlarm
}

export const FRESH_MS = 15_000
/** A circuit that is open for so long is told to an operator. */
const LONG_MS = 30 * 60_000

/** One request's view of the isolate's memory. */
export function openHealth({ known, objectOf, now, log, alarm }: HealthDependencies): Health {
  const looked = new Set<UpstreamId>()
  const asking = new Map<UpstreamId, Promise<void>>()

  const view: Health['of'] = (upstream) => {
    looked.add(upstream)
    const { circuit, successRate, medianSeconds } = known.get(upstream)?.snapshot ?? UNKNOWN_HEALTH
    return { ...standing(circuit, now()), successRate, medianSeconds }
  }

  const ask = async (upstream: UpstreamId): Promise<void> => {
    const nowMs = now()
    const before = known.get(upstream)
    if (before && nowMs - before.askedAtMs < FRESH_MS) return
    // Noted before it is answered, so that a crowd of requests asks once.
    const noted = { snapshot: before?.snapshot ?? UNKNOWN_HEALTH, askedAtMs: nowMs }
    known.set(upstream, noted)
    try {
      const snapshot = await objectOf(upstream).look({ nowMs })
      // A trial that was claimed meanwhile is not in this answer.
      if (known.get(upstream) === noted) known.set(upstream, { snapshot, askedAtMs: nowMs })
    } catch (error) {
      log('health not read', { upstream, error: String(error) })
    }
  }

  const tellIfLong = async (upstream: UpstreamId): Promise<void> => {
    const { circuit } = await objectOf(upstream).look({ nowMs: now() })
    const openMs = circuit.kind === 'OPEN' && circuit.firstMs !== undefined ? now() - circuit.firstMs : 0
    if (openMs >= LONG_MS) await alarm({ kind: 'CIRCUIT', subject: upstream, detail: `nothing has come of it for ${Math.round(openMs / 60_000)} minutes` })
  }

  const askOnce = (upstream: UpstreamId): Promise<void> => {
    const running = asking.get(upstream) ?? ask(upstream)
    asking.set(upstream, running)
    return running
  }

  return {
    of: view,
    ofNow: async (upstream) => {
      await askOnce(upstream)
      return view(upstream)
    },
    refresh: async () => void (await Promise.all([...looked].map(askOnce))),
    claimTrial: (upstream) => {
      const entry = known.get(upstream)
      const circuit = entry && withTrial(entry.snapshot.circuit, now())
      if (!entry || circuit === undefined || circuit === entry.snapshot.circuit) return undefined
      const claimed = { snapshot: { ...entry.snapshot, circuit }, askedAtMs: now() }
      known.set(upstream, claimed)
      return {
        begin: async () => {
          try {
            await objectOf(upstream).beginTrial({ nowMs: now() })
          } catch (error) {
            log('trial not told', { upstream, error: String(error) })
          }
        },
        giveBack: () => {
          if (known.get(upstream) === claimed) known.set(upstream, entry)
        },
      }
    },
    record: async ({ upstream, model }, account, outcome, seconds) => {
      try {
        const became = await objectOf(upstream).record({ model, account, outcome, seconds, nowMs: now() })
        if (became !== null) log('circuit changed', { upstream, became })
        if (became === 'OPEN') await tellIfLong(upstream)
      } catch (error) {
        log('health not recorded', { upstream, error: String(error) })
      }
    },
  }
}
