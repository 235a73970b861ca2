// What the search over all pages looks through: a file for each language, loaded when somebody searches.
import { ERRORS } from '../../../src/domain/errors.ts'
import type { ErrorCode } from '../../../src/domain/errors.ts'
import { models } from '../../../src/catalog/catalog.ts'
import { providers } from '../../../src/catalog/providers.ts'
import { ADVICE } from '../errors/advice.ts'
import { DASHBOARD_PARTS, pathOfPart } from '../dashboard-parts.ts'
import { DOCS } from '../docs/list.ts'
import { headingsOf } from '../docs/markdown.ts'
import { KINDS, REFERENCE, kindPath } from '../schema/reference.ts'
import { addressOf } from '../../language.ts'
import type { Language } from '../../language.ts'
import type { Entry } from '../../search/find.ts'
import { entries } from '../models/search-words.ts'
import { modelPath, providerPath } from '../models/view.ts'
import { dashboardWords } from '../../words/dashboard/frame.ts'

export interface Place {
  readonly address: string
  readonly title: string
  readonly about: string
  readonly entry: Entry
}

/** How people say it who do not know the code's name. */
const SAID: Partial<Readonly<Record<ErrorCode, string>>> = {
  INSUFFICIENT_CREDITS: 'credit khatam kredit khatm क्रेडिट खत्म balance कम बैलेंस paise पैसे top-up टॉप-अप',
  RATE_LIMIT: '429 too many bahut zyada limit सीमा ज़्यादा रिक्वेस्ट retry-after',
  UNAUTHENTICATED: '401 key galat ग़लत key login',
  INVALID_INPUT: '400 galat input ग़लत इनपुट field',
  GENERATION_FAILED: 'fail failed asafal असफल moderated timeout',
  PROVIDER_UNAVAILABLE: '503 band बंद down',
  IDEMPOTENCY_KEY_REUSED: '422 dobara दोबारा duplicate',
}

/** @param prose the English files of prose, by name: their headings are found too */
export function placesOf(language: Language, prose: ReadonlyMap<string, string>, hindi: ReadonlyMap<string, string>): readonly Place[] {
  const docs = DOCS.flatMap(({ pages }) => pages).map(({ path, title, about, file }): Place => ({
    address: addressOf(language, path),
    title: title[language],
    about: about[language].replaceAll('`', ''),
    entry: { type: '', name: `${title.en} ${title.hi}`, names: file === undefined ? '' : [...headingsOf(prose.get(file) ?? ''), ...headingsOf(hindi.get(file) ?? '')].join(' '), kind: '', about: `${about.en} ${about.hi}` },
  }))
  const errors = (Object.keys(ERRORS) as ErrorCode[]).map((code): Place => ({
    address: addressOf(language, `docs/errors/${code}/`),
    title: code,
    about: ADVICE[code].when[language].replaceAll('`', ''),
    entry: { type: '', name: `${code} ${code.replaceAll('_', ' ')}`, names: SAID[code] ?? '', kind: 'error एरर', about: `${ADVICE[code].when.en} ${ADVICE[code].when.hi}` },
  }))
  const schema = KINDS.flatMap((kind) => REFERENCE[kind].map(({ name, about }): Place => ({
    address: addressOf(language, `${kindPath(kind)}#${name}`),
    title: name,
    about: about.split(/(?<=\.) |\n/)[0]?.replaceAll('`', '') ?? '',
    entry: { type: '', name: '', names: name, kind: 'schema', about: '' },
  })))
  const lines = providers.map(({ id, name, company, description }): Place => ({
    address: addressOf(language, providerPath(id)),
    title: name,
    about: description[language],
    entry: { type: '', name: `${name} ${id}`, names: company, kind: '', about: `${description.en} ${description.hi}` },
  }))
  const rows = models.flatMap((model): readonly Place[] => {
    const entry = entries.get(model.id)
    return entry ? [{ address: addressOf(language, modelPath(model)), title: model.name, about: model.id, entry: { ...entry, about: '' } }] : []
  })
  const [own, en, hi] = [dashboardWords(language), dashboardWords('en'), dashboardWords('hi')]
  const dashboard = DASHBOARD_PARTS.map((part): Place => ({
    address: addressOf(language, pathOfPart(part)),
    title: `${own.title}: ${own[part]}`,
    about: own.leads[part],
    entry: { type: '', name: '', names: `${en[part]} ${hi[part]}`, kind: `${en.title} ${hi.title}`, about: '' },
  }))
  return [...docs, ...errors, ...schema, ...lines, ...rows, ...dashboard]
}
