// All that was made, newest first, as pictures; what is looked for stands in the address.
import { PROVIDER_IDS } from '../../../../src/domain/model.ts'
import { addressOf, grouped, momentOf } from '../../../language.ts'
import type { GenerationsWords } from '../../../words/dashboard/generations.ts'
import { ProblemLine, Waiting } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { ChoiceFilter, DayFilter, FilterRow, TextFilter } from '../filter-fields.tsx'
import { oneOf, rangeOf, useFilters } from '../filters.ts'
import { usePages } from '../use-pages.ts'
import { GALLERY, STATUSES, TYPES } from './operations.ts'
import type { Shown } from './operations.ts'
import { toneOf } from './tone.ts'

const CARDS_OF_A_PAGE = 24
const NAMES = ['status', 'type', 'provider', 'tag', 'endUser', 'from', 'to'] as const
const ERROR_CODES = ['GENERATION_FAILED', 'PROVIDER_UNAVAILABLE', 'INVALID_INPUT'] as const

interface GalleryProps {
  readonly words: GenerationsWords
}

export function Gallery({ words }: GalleryProps) {
  const { language, words: around } = useDashboard()
  const [filters, change] = useFilters([...NAMES, 'errorCode'])
  const filter = filterOf(filters)
  const pages = usePages(GALLERY, { first: CARDS_OF_A_PAGE, filter }, ({ generations }) => generations)
  return (
    <>
      <FilterRow label={words.filters}>
        <ChoiceFilter label={words.status} value={filter['status']} all={words.every} choices={STATUSES.map((one) => [one, words.statuses[one]])} onChange={(status) => change({ status, ...(status !== 'FAILED' && { errorCode: '' }) })} />
        {filter['status'] === 'FAILED' && <ChoiceFilter label={words.errorCode} value={filter['errorCode']} all={words.every} choices={ERROR_CODES.map((one) => [one, one])} onChange={(errorCode) => change({ errorCode })} />}
        <ChoiceFilter label={words.type} value={filter['type']} all={words.every} choices={TYPES.map((one) => [one, words.types[one]])} onChange={(type) => change({ type })} />
        <ChoiceFilter label={words.provider} value={filter['provider']} all={words.every} choices={PROVIDER_IDS.map((one) => [one, one])} onChange={(provider) => change({ provider })} />
        <TextFilter label={words.tag} value={filters.tag} onChange={(tag) => change({ tag })} />
        <TextFilter label={words.endUser} value={filters.endUser} onChange={(endUser) => change({ endUser })} />
        <DayFilter label={around.from} value={filters.from} onChange={(from) => change({ from })} />
        <DayFilter label={around.to} value={filters.to} onChange={(to) => change({ to })} />
      </FilterRow>
      <ProblemLine problem={pages.problem} again={pages.again} />
      {!pages.rows && !pages.problem && <Waiting />}
      {pages.rows?.length === 0 && (
        <div class="dash-empty">
          <p>{Object.keys(filter).length > 0 ? words.noneFound : words.noneYet}</p>
          {Object.keys(filter).length === 0 && <p><a class="button" href={addressOf(language, 'playground/')}>{words.toPlayground}</a></p>}
        </div>
      )}
      {pages.rows && pages.rows.length > 0 && <ul class="gallery">{pages.rows.map((shown) => <li key={shown.id}><Card shown={shown} words={words} /></li>)}</ul>}
      <div class="dash-actions">
        {pages.more && <button class="button plain" type="button" disabled={pages.isAsking} onClick={pages.more}>{around.more}</button>}
        {pages.rows && <button class="button quiet" type="button" disabled={pages.isAsking} onClick={pages.again}>{words.lookAgain}</button>}
      </div>
    </>
  )
}

type GalleryFilters = ReturnType<typeof useFilters<(typeof NAMES)[number] | 'errorCode'>>[0]

function filterOf({ status, type, provider, tag, endUser, errorCode, from, to }: GalleryFilters): Readonly<Record<string, string>> {
  const chosen = { status: oneOf(status, STATUSES), type: oneOf(type, TYPES), provider: oneOf(provider, PROVIDER_IDS), errorCode: oneOf(errorCode, ERROR_CODES), tag, endUser }
  return { ...rangeOf({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }), ...Object.fromEntries(Object.entries(chosen).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))) }
}

function Card({ shown, words }: { readonly shown: Shown; readonly words: GenerationsWords }) {
  const { language } = useDashboard()
  const { id, status, type, model, creditCost, refundedCredits, createdAt, input } = shown
  return (
    <a class="card-made" href={`?id=${id}`}>
      <span class="card-picture"><Picture shown={shown} words={words} /></span>
      <span class="card-text">{input.text ?? words.types[oneOf(type, TYPES) ?? 'IMAGE']}</span>
      <span class="card-facts"><code>{model}</code> <time dateTime={createdAt}>{momentOf(createdAt, language)}</time></span>
      <span class="card-facts">
        <span class={`tag ${toneOf(status)}`}>{words.statuses[status]}</span>
        <span class="figure">{words.credits(grouped(creditCost))}{refundedCredits > 0 && <span class="ledger-back"> +{grouped(refundedCredits)}</span>}</span>
      </span>
    </a>
  )
}

function Picture({ shown: { status, type, expired, outputs: [output] }, words }: { readonly shown: Shown; readonly words: GenerationsWords }) {
  const url = output?.url ?? null
  if (status === 'COMPLETED' && !expired && output && url !== null) {
    if (output.posterUrl !== null) return <img src={output.posterUrl} alt="" loading="lazy" />
    if (output.metadata.contentType.startsWith('image/')) return <img src={url} alt="" loading="lazy" />
    // The first moment of it stands for a film.
    if (output.metadata.contentType.startsWith('video/')) return <video src={`${url}#t=0.1`} preload="metadata" muted playsInline tabIndex={-1} aria-hidden="true" />
  }
  return <span class={`card-blank ${toneOf(status)}`}>{expired ? words.gone : type === 'AUDIO' && status === 'COMPLETED' ? <SoundMark /> : words.statuses[status]}</span>
}

/** Bars of a sound. */
function SoundMark() {
  return (
    <svg viewBox="0 0 68 32" width="136" height="64" aria-hidden="true">
      {[8, 18, 28, 14, 24, 32, 20, 10, 26, 16, 22, 12].map((height, index) => <rect x={index * 5.8} y={(32 - height) / 2} width="3" height={height} rx="1.5" fill="currentColor" key={index} />)}
    </svg>
  )
}
