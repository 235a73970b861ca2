// What a catalogue row says. Rows are data: they validate, default, price and describe by themselves,
// so that a new model is one row and no code.
import type { Sentence } from './errors.ts'
import type { CompanyUpstreamId } from './upstream.ts'

export const GENERATION_TYPES = ['VIDEO', 'IMAGE', 'AUDIO', 'AVATAR'] as const
export type GenerationType = (typeof GENERATION_TYPES)[number]

export const PROVIDER_IDS = [
  'kling', 'minimax', 'veo-3', 'runway', 'luma', 'seedance', 'wan', 'vidu',
  'imagen', 'flux-dev', 'flux-pro', 'flux-pro-1.1', 'flux-ultra', 'flux-kontext', 'flux-krea', 'minimax-image', 'stable-diffusion',
  'hedra', 'heygen', 'elevenlabs', 'google-tts',
] as const
export type ProviderId = (typeof PROVIDER_IDS)[number]

/** A product line as published to developers. */
export interface Provider {
  readonly id: ProviderId
  readonly name: string
  readonly company: string
  readonly description: Sentence
  readonly features: readonly Sentence[]
  readonly limitations: readonly Sentence[]
}

/** The names of `ContentInput`. */
export type InputName = 'text' | 'negativeText' | 'image' | 'lastImage' | 'images' | 'audio' | 'video' | 'voice'

export const LENGTH_UNITS = ['codePoints', 'utf16', 'bytes'] as const
/** Bytes are those of UTF-8. */
export type LengthUnit = (typeof LENGTH_UNITS)[number]

export interface PictureRule {
  /** Pixels, of the shorter and of the longer side. */
  readonly leastSide?: number
  readonly mostSide?: number
  /** The longer side over the shorter. */
  readonly mostRatio?: number
}

export interface InputRule {
  readonly required: boolean
  /** For texts, in `unit`. */
  readonly maxLength?: number
  /** What the company counts a text in; left out: code points. */
  readonly unit?: LengthUnit
  /** Bytes in UTF-8, for texts. */
  readonly maxBytes?: number
  /** For texts that are spoken: whether a text that begins with `<speak` is taken as SSML. Left out: it is read as words. */
  readonly ssml?: boolean
  /** Items, for lists. */
  readonly maxItems?: number
  /** `url`: the upstream fetches it itself, so data URLs are refused. `any`: https URL or data URL. */
  readonly media?: 'url' | 'any'
  /** Media types of data URLs, where the upstream takes others than are usual: `['image/png']`. */
  readonly dataTypes?: readonly string[]
  /** Whether an address must name its host: the upstream takes no bare IP address. */
  readonly domainName?: boolean
  /** What an image must measure, where its bytes are given. */
  readonly picture?: PictureRule
  /** For `voice`: published names → the upstream's ids. A value that is no name passes when `pattern` fits. */
  readonly values?: Readonly<Record<string, string>>
  readonly pattern?: RegExp
}

export type OptionValue = string | number | boolean

interface OptionBase {
  /** What other APIs call it; read as this option. */
  readonly names?: readonly string[]
  /** What it does, for `providers { options { description } }`. */
  readonly about: Sentence
  readonly required?: boolean
  /**
   * `prompt`: the upstream has no such parameter; its sentence is appended to the text, with `{value}` filled in
   * (see `promptText`). Otherwise the adapter reads the option by its public name.
   */
  readonly as?: 'prompt'
  /** For `as: 'prompt'`: what is appended, e.g. `'{value} style'`. */
  readonly promptText?: string
}

/**
 * The kinds of options. Numbers are brought to the nearest legal value, with an adjustment said to the caller. `also`: besides its
 * values a text may be a public https URL, or is a language, of which other spellings are read.
 */
export type Option = OptionBase &
  (
    | { readonly kind: 'text'; readonly maxLength: number; readonly default?: string; readonly pattern?: RegExp; readonly values?: Readonly<Record<string, string>>; readonly also?: 'address' | 'language' }
    | { readonly kind: 'int' | 'number'; readonly min: number; readonly max: number; readonly step?: number; readonly allowed?: readonly number[]; readonly default?: number; readonly unit?: string }
    | { readonly kind: 'choice'; readonly allowed: readonly string[]; readonly default?: string; readonly synonyms?: Readonly<Record<string, string>> }
    | { readonly kind: 'flag'; readonly default?: boolean; /** What it always is, whatever is asked. */ readonly only?: boolean }
    | { readonly kind: 'seed'; readonly min: number; readonly max: number }
    /** A public https URL. */
    | { readonly kind: 'media'; readonly media: 'url' }
  )

/**
 * Where one option narrows another: "1080p only for 6 s". The option named later in the row gives way. Besides options,
 * `when` may name an input: `'input.image': ['given']` or `['absent']`.
 */
export interface OptionRule {
  readonly when: Readonly<Record<string, readonly OptionValue[]>>
  readonly allow: Readonly<Record<string, readonly OptionValue[]>>
}

/** Where a price was read. Without `confirmed` nobody else has been seen to name the same price. */
export interface PriceSource {
  readonly url: string
  readonly checkedOn: string
  readonly note?: string
  /** When and by what it was confirmed: a second source, or the company's own page as it was read there. */
  readonly confirmed?: { readonly on: string; readonly by: string }
}

/** A price by an option of many values goes by groups of them. `other`: of those that are not named. */
export type PriceGroups = Readonly<Record<string, { readonly values: Readonly<Record<string, string>>; readonly other: string }>>

/** How a generation is priced. US dollars are the upstream's list price; credits = USD × 2,000, rounded up. */
export type Price =
  | { readonly kind: 'credits'; readonly creditsPerOutput: number }
  | { readonly kind: 'table'; readonly by: readonly string[]; readonly usdPerOutput: Readonly<Record<string, number>> }
  | { readonly kind: 'second'; readonly by: readonly string[]; readonly usdPerSecond: Readonly<Record<string, number>> }
  | { readonly kind: 'character'; readonly usdPerCharacter: number }
  /** Speech of unknown length: what is charged is reckoned from the text by its scripts (speech-seconds.ts), ÷ `speed`; never more than quoted. */
  | { readonly kind: 'spoken'; readonly by: readonly string[]; readonly usdPerSecond: Readonly<Record<string, number>>; readonly groups?: PriceGroups }

/** How far what is made may be from what was priced, in shares of it. */
export interface Tolerance {
  readonly shorter: number
  readonly longer: number
  /** Of the shorter side or of the area: companies keep the one or the other. */
  readonly size: number
}

/** What of its cost comes back when a generation is cancelled after its start. */
export const CANCEL_REFUNDS = ['ALL', 'NOTHING'] as const
export type CancelRefund = (typeof CANCEL_REFUNDS)[number]

export type Lifecycle =
  | { readonly state: 'active' }
  | { readonly state: 'deprecated'; readonly successor: string; readonly since: string; readonly source: string }
  /** Gone upstream: requests are served by the successor, with an adjustment; without one they are refused. */
  | { readonly state: 'retired'; readonly successor?: string; readonly since: string; readonly source: string }

export interface Model {
  /** Public id, unique over the catalogue: `kling-v2-1-master`. */
  readonly id: string
  readonly provider: ProviderId
  readonly name: string
  readonly type: GenerationType
  /** Other names by which callers may ask for it within its provider, e.g. `gen3`. */
  readonly aliases?: readonly string[]
  readonly upstream: CompanyUpstreamId
  /** The upstream's own name for it. */
  readonly upstreamModel: string
  readonly inputs: Partial<Readonly<Record<InputName, InputRule>>>
  /** Inputs that make sense only with another: `{ lastImage: 'image' }`. */
  readonly needsWith?: Partial<Readonly<Record<InputName, InputName>>>
  /** Pairs of inputs of which only one may be given. */
  readonly notTogether?: readonly (readonly [InputName, InputName])[]
  /** Of each group at least one input must be given, where none of them is required by itself. */
  readonly needsOneOf?: readonly (readonly InputName[])[]
  /** In order of precedence: where a rule forbids a pair, the later one is adjusted. */
  readonly options: Readonly<Record<string, Option>>
  readonly rules?: readonly OptionRule[]
  /** The option that says how many outputs are made in one call; absent: one. */
  readonly outputsOption?: string
  readonly price: Price
  readonly priceSource: PriceSource
  /** What the company asks for an output, where the price is our own: of kind `credits`. */
  readonly listUsdPerOutput?: number
  /** Beyond it a person is told; where it differs from the usual (made.ts). */
  readonly tolerance?: Partial<Tolerance>
  /** What the company gives back of work that it stops for us; NOTHING where nobody knows. Absent: it cannot be stopped. */
  readonly cancelRefund?: CancelRefund
  readonly docs: { readonly url: string; readonly checkedOn: string }
  readonly lifecycle: Lifecycle
  /** Quality rank over all models of the type: 1 is the best. */
  readonly rank: number
  /** Usual time from submission to result. */
  readonly typicalSeconds: number
  /** When a generation is given up and refunded, counted from the submission that was accepted. */
  readonly deadlineSeconds: number
  /** How long people wait for its turn, counted from the order, while the company is busy. Left out: as long as for the work. */
  readonly patienceSeconds?: number
  /** Between two looks at the upstream. */
  readonly pollSeconds: number
  readonly features: readonly Sentence[]
  readonly limitations: readonly Sentence[]
}

/** How long people wait for the model's turn. */
export const patienceSeconds = (model: Model): number => model.patienceSeconds ?? model.deadlineSeconds
