// What the filters of all lists have in common: null and what is left out are no wish, an empty text is refused, and so is a word that
// nobody knows.
import * as v from 'valibot'
import { invalidInput } from '../../domain/errors.ts'
import { DateTimeScalar } from './scalars.ts'

export const timeFields = {
  createdAfter: { type: DateTimeScalar, description: 'At or after this time.' },
  createdBefore: { type: DateTimeScalar, description: 'Before this time.' },
}

export const timeEntries = { createdAfter: v.nullish(v.string()), createdBefore: v.nullish(v.string()) }

export const timesOf = ({ createdAfter, createdBefore }: { readonly createdAfter?: string | null | undefined; readonly createdBefore?: string | null | undefined }) => ({
  ...(createdAfter && { createdAfterMs: Date.parse(createdAfter) }),
  ...(createdBefore && { createdBeforeMs: Date.parse(createdBefore) }),
})

/** @throws ApiError INVALID_INPUT: an empty text would widen the answer to everybody's rows */
export function textOf(name: string, text: string | null | undefined): string | undefined {
  if (text === '') throw invalidInput(`filter.${name}`, { en: `${name} is empty. Leave it out to list all.`, hi: `${name} खाली है। सभी देखने के लिए इसे हटा दें।` })
  return text ?? undefined
}

/** @param field as the caller names it: `filter.kind` @throws ApiError INVALID_INPUT for a word that nobody knows */
export function wordOf<Word extends string>(field: string, words: readonly Word[], word: string | null | undefined): Word | undefined {
  if (typeof word !== 'string') return undefined
  const known = words.find((one) => one === word)
  const name = field.slice(field.lastIndexOf('.') + 1)
  if (known === undefined) throw invalidInput(field, { en: `There is no such ${name}.`, hi: `ऐसा कोई ${name} नहीं है।` }, words)
  return known
}
