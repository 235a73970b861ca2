// The health of one upstream, over all accounts: a Durable Object that keeps what its last attempts came to. It is told
// at each attempt's end and asked at most every 15 s by an isolate; no request ever waits for it to choose.
import { DurableObject } from 'cloudflare:workers'
import type { AttemptEnd, CircuitState, HealthState, Snapshot } from './arithmetic.ts'
import { EMPTY_STATE, beginTrial, record, snapshot } from './arithmetic.ts'

export interface UpstreamHealthCalls {
  /** @returns what the circuit became by it: OPEN, also when it opened anew, or CLOSED; null when it stayed as it was */
  record(end: AttemptEnd): Promise<Exclude<CircuitState, 'HALF_OPEN'> | null>
  /** The half-open circuit's trial was sent. Harmless where there is none. */
  beginTrial(request: { readonly nowMs: number }): Promise<void>
  look(request: { readonly nowMs: number }): Promise<Snapshot>
}

const STATE_KEY = 'state'

export class UpstreamHealth extends DurableObject implements UpstreamHealthCalls {
  #state = this.ctx.storage.kv.get<HealthState>(STATE_KEY) ?? EMPTY_STATE

  async record(end: AttemptEnd): Promise<Exclude<CircuitState, 'HALF_OPEN'> | null> {
    const { circuit } = this.#state
    this.#keep(record(this.#state, end))
    const after = this.#state.circuit
    return after.kind === circuit.kind && after.sinceMs === circuit.sinceMs ? null : after.kind
  }

  async beginTrial({ nowMs }: { readonly nowMs: number }): Promise<void> {
    this.#keep(beginTrial(this.#state, nowMs))
  }

  async look({ nowMs }: { readonly nowMs: number }): Promise<Snapshot> {
    return snapshot(this.#state, nowMs)
  }

  /** One row written, and none when nothing changed. */
  #keep(state: HealthState): void {
    if (state === this.#state) return
    this.ctx.storage.kv.put(STATE_KEY, state)
    this.#state = state
  }
}
