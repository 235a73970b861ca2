// The one writer of an account's limits: a Durable Object per account, one call for each request. It decides without
// I/O, timers or awaits, so that no two requests can both take the last slot; the arithmetic is in arithmetic.ts.
import { DurableObject } from 'cloudflare:workers'
import type { AccountGateCalls, AdmitRequest, Admission, GiveBackRequest, LookRequest, Refusal, TellRequest } from './gate.ts'
import type { Called, HeldSlot, TurnsAnswer, TurnsRequest } from '../jobs/slots.ts'
import { EMPTY_STATE, leaseOf } from './gate-state.ts'
import type { GateState } from './gate-state.ts'
import { admit, figures, giveBack, holders, passOn, release, settled, spendReads } from './arithmetic.ts'
import { callNext, calledNow, confirmed, hearing, isKnown, reminded, toldNext } from './calls.ts'
import { WEBHOOK_CALLS_PER_MINUTE } from '../domain/plans.ts'
import { FIGURES_HEADER, PLACE_HEADER, readAttachRequest } from './attach.ts'
import { learn, recall } from './known-jobs.ts'
import type { KnownJobs } from './known-jobs.ts'
import { attachLine, streamRefusal, tellLines, tellPlaces } from './lines.ts'
import { EMPTY_PURSE } from './purse.ts'
import { secondsUntilFits, spend, spentIn } from './sliding-window.ts'
import type { Turns } from './turns.ts'
import type { SlidingWindow } from './sliding-window.ts'

const STATE_KEY = 'state'
/** Apart: most accounts have nobody waiting, and the version before this one leaves it as it is. */
const TURNS_KEY = 'turns'
/** A caller who presses against a full gate must not cost a look at the database each time. */
const TELL_HOLDERS_EVERY_MS = 5000

export class AccountGate extends DurableObject implements AccountGateCalls {
  // What an older version stored may lack what this one counts by.
  #state: GateState = {
    ...EMPTY_STATE,
    ...this.ctx.storage.kv.get<Partial<GateState>>(STATE_KEY),
    turns: { ...EMPTY_STATE.turns, ...this.ctx.storage.kv.get<Partial<Turns>>(TURNS_KEY) },
  }
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
    if (verdict.kind === 'ADMITTED') return { kind: 'ADMITTED', figures: told, ...this.#order(), ...nextIn(calledNow(this.#state, request.nowMs)) }
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
    return { kind: 'ADMITTED', figures: told, ...this.#order(), ...(known && { known: known.row }) }
  }

  /** Attaches who waits: the only thing that is asked for by a request, since its answer is a socket. */
  override async fetch(request: Request): Promise<Response> {
    const asked = readAttachRequest(request)
    const { nowMs, reads, jobId } = asked
    const verdict = spendReads(this.#reads, asked, reads, nowMs)
    const refusal = verdict.kind === 'DENIED' ? verdict : streamRefusal(this.ctx, asked, nowMs)
    if (verdict.kind === 'ADMITTED' && !refusal) this.#reads = verdict.reads
    const told = figures(this.#state, this.#reads, asked, nowMs)
    if (refusal) return Response.json({ ...refusal, kind: 'DENIED', figures: told })
    const place = this.#placeOf(jobId)
    const socket = attachLine(this.ctx, asked, place, this.#known.get(jobId)?.telling)
    const headers = { [FIGURES_HEADER]: JSON.stringify(told), ...(place !== null && { [PLACE_HEADER]: String(place) }) }
    return new Response(null, { status: 101, webSocket: socket, headers })
  }

  async tell({ telling, nowMs }: TellRequest): Promise<Called> {
    const { jobId, isWaiting } = telling
    if (learn(this.#known, telling, nowMs)) tellLines(this.ctx, telling)
    const lease = leaseOf(this.#state, jobId)
    if (lease?.calledAtMs === undefined) return { next: [] }
    if (isWaiting) return { next: [{ jobId, admittedAtMs: lease.admittedAtMs }] }
    this.#keep(confirmed(this.#state, jobId))
    return { next: [] }
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close()
  }

  #webhookRefusal(wanted: number, nowMs: number): Refusal | undefined {
    const figure = WEBHOOK_CALLS_PER_MINUTE
    if (wanted === 0 || spentIn(this.#webhookCalls, nowMs) + wanted <= figure) return undefined
    return { limit: 'webhooks', figure, retryAfterSeconds: secondsUntilFits(this.#webhookCalls, wanted, figure, nowMs) }
  }

  async release({ jobIds, nowMs, ended }: { readonly jobIds: readonly string[]; readonly nowMs?: number; readonly ended?: TellRequest }): Promise<Called> {
    if (ended) await this.tell(ended)
    const released = release(this.#state, jobIds)
    this.#keep(nowMs === undefined ? released : passOn(released, nowMs))
    return { next: nowMs === undefined ? [] : toldNext(this.#state, nowMs) }
  }

  async giveBack({ jobIds, nowMs, asReadsOf }: GiveBackRequest): Promise<Called> {
    const held = jobIds.filter((id) => isKnown(this.#state, id)).length
    const instead = asReadsOf && held > 0 ? spendReads(this.#reads, asReadsOf, held, nowMs) : undefined
    if (instead?.kind === 'ADMITTED') this.#reads = instead.reads
    this.#keep(passOn(giveBack(this.#state, jobIds, nowMs, instead?.kind === 'ADMITTED'), nowMs))
    return { next: toldNext(this.#state, nowMs) }
  }

  async turns(request: TurnsRequest): Promise<TurnsAnswer> {
    const { nowMs, concurrent, jobId, rows } = request
    const current = hearing(settled(this.#state, nowMs), concurrent)
    const known = rows ? reminded(current, rows, request) : current
    const next = callNext(known, nowMs)
    if (next !== current || current.turns !== this.#state.turns) this.#keep(next)
    const { waiting } = this.#state.turns
    return { isKnown: isKnown(this.#state, jobId), next: toldNext(this.#state, nowMs, jobId), held: holders(this.#state), waiting: waiting.map(({ jobId: id, admittedAtMs }) => ({ jobId: id, admittedAtMs })) }
  }

  /** Who waits, in order. */
  #order(): { readonly order?: readonly string[] } {
    const { waiting } = this.#state.turns
    return waiting.length === 0 ? {} : { order: waiting.map(({ jobId }) => jobId) }
  }

  #placeOf(jobId: string): number | null {
    const index = this.#state.turns.waiting.findIndex((one) => one.jobId === jobId)
    return index < 0 ? null : index + 1
  }

  /** One row written, another where who waits has changed, and none when nothing did. Written before it is believed. */
  #keep(state: GateState): void {
    if (state === this.#state) return
    const { turns, ...rest } = state
    const before = this.#state.turns
    this.ctx.storage.kv.put(STATE_KEY, rest)
    if (turns !== before) this.ctx.storage.kv.put(TURNS_KEY, turns)
    this.#state = state
    if (turns !== before) tellPlaces(this.ctx, before.waiting, turns.waiting)
  }
}

const nextIn = (next: readonly HeldSlot[]): Partial<Called> => (next.length === 0 ? {} : { next })
