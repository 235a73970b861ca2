// Watches what the service submits upstream, and judges by what the service itself could see: a second submission is
// legal only after a definite refusal or the upstream's own verdict. The text of every request names it.
import { companyOf, isLook, protocols, verdictOn } from './protocols.ts'
import type { Company, Protocol } from './protocols.ts'
import { priceOf } from './prices.ts'
import { answerText, bodyText, requestOf, sentText } from './wire.ts'

/** What names the request in its text. */
export const MARK = /simulated-(\d+)-/

interface Submission {
  readonly protocol: Protocol
  readonly request: number
  readonly invocation: number
  /** Ours, by which it can be asked. */
  readonly ownId: string | undefined
  /** The work of which this one makes more: a speech that becomes a video. They end together. */
  readonly continued: Submission | undefined
  seen: 'NOTHING' | 'ACCEPTED' | 'REFUSED' | 'FAILED'
}

/** What was sent, as the oracle of money judges it. */
export interface Sent {
  readonly company: Company
  readonly invocation: number
  readonly atMs: number
  /** In credits, by the oracle's prices; undefined: it is a part of another one's. */
  readonly price: number | undefined
  /** What the company truly made of it, and whether the service heard so. */
  isAccepted: boolean
  isHeard: boolean
}

/** Told of one exchange: what the upstream truly answered, and, where it came so far, what the service saw of an answer. */
export interface Exchange {
  readonly happened: (answer: Response) => Promise<void>
  readonly seen: (answer: Response) => Promise<void>
}

export type Submissions = ReturnType<typeof watchSubmissions>

/** @param imagesOf how many images a request asks for */
export function watchSubmissions(imagesOf: (request: number) => number, clock: { readonly nowMs: number }) {
  /** By what they are made of: a request of a client's, or earlier work. */
  const made = new Map<number | Submission, Submission[]>()
  /** By the upstream's names of the work, as far as the service has seen them. */
  const named = new Map<string, Submission>()
  /** Whose the work truly is, by all its names. */
  const owners = new Map<string, number>()
  const complaints: string[] = []
  const lastAtMs = new Map<number, number>()
  const sentOf = new Map<number, Sent[]>()

  const learn = (submission: Submission, answer: string): void => {
    for (const name of namesIn(submission.protocol, answer)) named.set(name, submission)
  }
  const tell = (submission: Submission, seen: Submission['seen']): void => {
    for (let one: Submission | undefined = submission; one; one = one.continued) one.seen = seen
  }
  const namedIn = (text: string): Submission | undefined => [...named].findLast(([name]) => text.includes(name))?.[1]

  const submit = (company: Company, request: string, init: RequestInit, invocation: number): Exchange => {
    const protocol: Protocol = protocols[company]
    const sent = sentText(init)
    const mark = MARK.exec(sent)?.[1]
    const continued = mark === undefined ? namedIn(sent) : undefined
    if (mark === undefined && !continued) complaints.push(`nobody asked for ${request}`)
    const number = Number(mark ?? continued?.request)
    const origin = continued ?? number
    lastAtMs.set(number, clock.nowMs)
    const earlier = made.get(origin) ?? []
    const bill: Sent = { company, invocation, atMs: clock.nowMs, price: priceOf(company, request, bodyText(init)), isAccepted: false, isHeard: false }
    if (Number.isNaN(bill.price)) complaints.push(`there is no price by hand for ${request} ${bodyText(init).slice(0, 300)}`)
    sentOf.set(number, [...(sentOf.get(number) ?? []), bill])
    const ownId = protocol.ownId?.exec(sent)?.[1]
    const same = protocol.isSameByOwnId && ownId !== undefined ? earlier.find((one) => one.protocol === protocol && one.ownId === ownId) : undefined
    if (!same) complain(number, earlier, protocol, invocation)
    const submission: Submission = same ?? { protocol, request: number, invocation, ownId, continued, seen: 'NOTHING' }
    if (!same) made.set(origin, [...earlier, submission])
    // Sent again after a refusal it may be accepted now; but no refusal of a repetition tells what became of the first.
    const mayBeRefused = !same || same.seen === 'REFUSED'
    if (same?.seen === 'REFUSED') tell(same, 'NOTHING')
    return {
      happened: async (answer) => {
        const text = await answerText(answer)
        bill.isAccepted = verdictOn(protocol, text) === 'ACCEPTED'
        for (const name of namesIn(protocol, text)) owners.set(name, number)
      },
      seen: async (answer) => {
        const text = await answerText(answer)
        const verdict = verdictOn(protocol, text)
        // Bytes that come with the answer are lost with it.
        bill.isHeard = verdict === 'ACCEPTED' && !text.endsWith('cut off')
        if (verdict === 'ACCEPTED') learn(submission, text)
        if (verdict === 'ACCEPTED' || (verdict === 'REFUSED' && mayBeRefused)) tell(submission, verdict)
      },
    }
  }

  const complain = (request: number, earlier: readonly Submission[], protocol: Protocol, invocation: number): void => {
    const batch = earlier.filter((one) => protocol.oneRequestPerImage && one.protocol === protocol && one.invocation === invocation)
    const isOfBatch = batch.length < imagesOf(request)
    const open = earlier.find((one) => (one.seen === 'NOTHING' || one.seen === 'ACCEPTED') && !(isOfBatch && batch.includes(one)))
    if (open) complaints.push(`request ${request} was submitted again after one that ${open.seen === 'NOTHING' ? 'nobody can tell about' : 'was accepted'}`)
  }

  const look = (request: string, sent: string): Exchange['seen'] => {
    const known = namedIn(`${request}\n${sent}`)
    return async (answer) => {
      const text = await answerText(answer)
      if (!known) return find(request, text)
      learn(known, text)
      if (known.protocol.ended?.test(text)) tell(known, 'FAILED')
    }
  }

  /** A look that names no work may ask by an id of ours. That there is none may only mean: not yet. */
  const find = (request: string, answer: string): void => {
    if (!answer.startsWith('HTTP 2')) return
    for (const submission of [...made.values()].flat()) {
      const { protocol, ownId } = submission
      if (ownId === undefined) continue
      const isAsked = request.endsWith(`/${ownId}`)
      const listed = [...answer.matchAll(protocol.listed ?? /$^/g)].find(([, , id]) => id === ownId)?.[1]
      if (isAsked) learn(submission, answer)
      if (listed !== undefined) named.set(listed, submission)
      if ((isAsked || listed !== undefined) && submission.seen === 'NOTHING') tell(submission, 'ACCEPTED')
    }
  }

  return {
    complaints,
    /** Whether some work of a request may still come to something, as far as the service could see. */
    isHopeful: (request: number): boolean =>
      [...made.values()].flat().some((one) => one.request === request && (one.seen === 'NOTHING' || one.seen === 'ACCEPTED')),
    /** When anything was last submitted for a request. */
    lastAtMs: (request: number): number => lastAtMs.get(request) ?? 0,
    /** In the order of their sending. */
    sentFor: (request: number): readonly Sent[] => sentOf.get(request) ?? [],
    /** When it is wanted. @param invocation who wants it: the images of one batch are asked for by one */
    observe: (invocation: number, url: string, init: RequestInit): Exchange => {
      const request = requestOf(url, init)
      const company = companyOf(request)
      if (company) return submit(company, request, init, invocation)
      return { happened: async () => undefined, seen: isLook(request) ? look(request, sentText(init)) : async () => undefined }
    },
    /** Whose work a handle of ours names, by the requests' numbers. */
    ownersOf: (ref: unknown): readonly number[] => {
      const text = JSON.stringify(ref)
      return [...owners].filter(([name]) => text.includes(name)).map(([, request]) => request)
    },
  }
}

const namesIn = ({ names }: Protocol, answer: string): readonly string[] =>
  names ? [...answer.matchAll(names)].flatMap(([, name]) => (name === undefined ? [] : [name])) : []

export const textOf = (request: number, word: string, isOther: boolean): string => `simulated-${request}-${isOther ? 'other' : 'same'} ${word}`
