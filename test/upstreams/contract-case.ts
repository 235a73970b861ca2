// What contract.ts must be told of an upstream to test it: data, in contract-cases.ts.
import type { GenerationType } from '../../src/domain/model.ts'
import type { CompanyUpstreamId, Json } from '../../src/domain/upstream.ts'

/** An answer of its own that stands in for the emulator's. */
export interface Replaced {
  readonly status: number
  /** JSON; a text is sent as it is, with the headers' content type. */
  readonly body: Json
  readonly headers?: Readonly<Record<string, string>>
}

/** What an upstream may not have. */
export type Part = 'work' | 'progress' | 'cancel' | 'find' | 'links'

export interface ContractCase {
  /** Its emulator's folder. */
  readonly mount: string
  /** The path of the POST that asks for the work. */
  readonly submits: RegExp
  /** Words in the body of such a POST that is only a question beforehand. */
  readonly asksFirst?: string
  /** What it serves, by the least that is needed; the tests add words to the text. */
  readonly request: {
    readonly type: GenerationType
    readonly provider: string
    readonly model?: string
    readonly input: { readonly text: string; readonly [name: string]: string }
    readonly options?: Readonly<Record<string, string | number>>
  }
  /** With the reason, and neither skipped nor guessed: the suite checks that each is really not there. */
  readonly hasNo: Partial<Readonly<Record<Part, string>>>
  readonly wrongKey: Readonly<Record<string, string>>
  /** Settings of an account that is empty where the emulator knows one, or the upstream's own answer. */
  readonly emptyBalance: { readonly settings: Readonly<Record<string, string>> } | { readonly answer: Replaced }
  /** How it refuses what our row let pass. */
  readonly invalid: Replaced
  /** Seconds until a rate-limited submission is repeated where there is no Retry-After; left out: ours. */
  readonly waitSeconds?: number
  /** Its 500 does not say that nothing was accepted: why. */
  readonly unclearServerError?: string
  /** An answer to a look that tells of four fifths, where it tells of progress. */
  readonly progress?: { readonly look: RegExp; readonly answer: Replaced }
  /** Which work can be cancelled: only what waits, or also what runs. */
  readonly cancels?: 'waiting' | 'running'
  /** How it finds a submission of ours: by asking, or by the same submission again under the same idempotency key. */
  readonly finds?: 'asking' | 'repeating'
  /** A success whose bytes are no medium, where it sends bytes. */
  readonly brokenBytes?: Replaced
}

export type ContractCases = Readonly<Record<CompanyUpstreamId, ContractCase>>
