// The one writer of an account's limits: a Durable Object per account, one call for each request. It decides without
// I/O, timers or awaits, so that no two requests can both take the last slot; the arithmetic is in arithmetic.ts.
import { DurableObject } from 'cloudflare:workers'
import type { AccountGateCalls, AdmitRequest, Admission, GiveBackRequest, LookRequest, Refusal, TellRequest } from './gate.ts'
import type { GateState } from './arithmetic.ts'
import { EMPTY_STATE, admit, figures, giveBack, holders, release, spendReads } from './arithmetic.ts'
import { WEBHOOK_CALLS_PER_MINUTE } from '../domain/plans.ts'
import { FIGURES_HEADER, readAttachRequest } from './attach.ts'
import { learn, recall } from './known-jobs.ts'
import type { KnownJobs } from './known-jobs.ts'
import { attachLine, streamRefusal, tellLines } from './lines.ts'
import { EMPTY_PURSE } from './purse.ts'
import { secondsUntilFits, spend, spentIn } from './sliding-window.ts'
import type { SlidingWindow } from './sliding-window.ts'

const STATE_KEY = 'state'
/** A caller who presses against a full gate must not cost a look at the database each time. */
const TELL_HOLDERS_EVERY_MS = 5000

export class AccountGate extends DurableObject implements AccountGateCalls {
  // What an older version stored may lack what this one counts by.
  #state: GateState = { ...EMPTY_STATE, ...this.ctx.storage.kv.get<Partial<GateState>>(STATE_KEY) }
  // In memory only: a write per read would cost more than the read, and an eviction merely forgives some of them.
  #reads = EMPTY_PURSE
  #webhookCalls: SlidingWindow = []
  #toldHoldersAtMs = 0
  readonly #known: KnownJobs = new Map()

  async admit(request: AdmitRequest): Promise<Admission> {
    const full = request.waits ? streamRefusal(this.ctx, request, request.nowMs) : undefined
    if (full) return { kind: 'DENIED', ...full, figures: figures(this.#state, this.#reads, request, request.nowMs) }
    const verdict = admit(this.#state, request)
    if (verdict.kind === 'ADMITTED') this.#keep(verdict.state)
    const told = figures(this.#state, this.#reads, request, request.nowMs)
    if (verdict.kind === 'ADMITTED') return { kind: 'ADMITTED', figures: told }
    const isTelling = verdict.limit === 'concurrent' && request.nowMs - this.#toldHoldersAtMs >= TELL_HOLDERS_EVERY_MS
    if (!isTelling) return { ...verdict, figures: told }
    this.#toldHoldersAtMs = request.nowMs
    return { ...verdict, figures: told, held: holders(this.#state) }
  }

  async look(request: LookRequest): Promise<Admission> {
    const { nowMs, reads = 1, webhookCalls = 0, jobId } = request
    const verdict = spendReads(this.#reads, request, reads, nowMs)
    const refusal = verdict.kind === 'DENIED' ? verdict : this.#webhookRefusal(webhookCalls, nowMs)
    if (verdict.kind === 'ADMITTED' && !refusal) {
      this.#reads = verdict.reads
      if (webhookCalls > 0) this.#webhookCalls = spend(this.#webhookCalls, webhookCalls, nowMs)
    }
    const told = figures(this.#state, this.#reads, request, nowMs)
    if (refusal) return { ...refusal, kind: 'DENIED', figures: told }
    const known = jobId === undefined ? undefined : recall(this.#known, jobId, nowMs)
    return { kind: 'ADMITTED', figures: told, ...(known && { known: known.row }) }
  }

  /** Attaches who waits: the only thing that is asked for by a request, since its answer is a socket. */
  override async fetch(request: Request): Promise<Response> {
    const asked = readAttachRequest(request)
    const { nowMs, reads, jobId, version } = asked
    const verdict = spendReads(this.#reads, asked, reads, nowMs)
    const refusal = verdict.kind === 'DENIED' ? verdict : streamRefusal(this.ctx, asked, nowMs)
    if (verdict.kind === 'ADMITTED' && !refusal) this.#reads = verdict.reads
    const told = figures(this.#state, this.#reads, asked, nowMs)
    if (refusal) return Response.json({ ...refusal, kind: 'DENIED', figures: told })
    const known = this.#known.get(jobId)?.telling
    const socket = attachLine(this.ctx, asked, known && known.version > version ? known : undefined)
    return new Response(null, { status: 101, webSocket: socket, headers: { [FIGURES_HEADER]: JSON.stringify(told) } })
  }

  async tell({ telling, nowMs }: TellRequest): Promise<void> {
    if (learn(this.#known, telling, nowMs)) tellLines(this.ctx, telling)
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close()
  }

  #webhookRefusal(wanted: number, nowMs: number): Refusal | undefined {
    const figure = WEBHOOK_CALLS_PER_MINUTE
    if (wanted === 0 || spentIn(this.#webhookCalls, nowMs) + wanted <= figure) return undefined
    return { limit: 'webhooks', figure, retryAfterSeconds: secondsUntilFits(this.#webhookCalls, wanted, figure, nowMs) }
  }

  async release({ jobIds, ended }: { readonly jobIds: readonly string[]; readonly ended?: TellRequest }): Promise<void> {
    if (ended) await this.tell(ended)
    this.#keep(release(this.#state, jobIds))
  }

  async giveBack({ jobIds, nowMs, asReadsOf }: GiveBackRequest): Promise<void> {
    const held = holders(this.#state).filter(({ jobId }) => jobIds.includes(jobId)).length
    const instead = asReadsOf && held > 0 ? spendReads(this.#reads, asReadsOf, held, nowMs) : undefined
    if (instead?.kind === 'ADMITTED') this.#reads = instead.reads
    this.#keep(giveBack(this.#state, jobIds, nowMs, instead?.kind === 'ADMITTED'))
  }

  /** One row written, and none when nothing changed. Written before it is believed. */
  #keep(state: GateState): void {
    if (state === this.#state) return
    this.ctx.storage.kv.put(STATE_KEY, state)
    this.#state = state
  }
}
