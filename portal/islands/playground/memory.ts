// What this device keeps: the form in the address, a draft over a sign-in, and the last generations.
import { findModel } from '../../../src/catalog/catalog.ts'
import type { Mode } from '../../ask.ts'
import { requestOf } from './form.ts'
import type { Form } from './form.ts'
import { formOf } from './read-request.ts'

export interface Past {
  readonly id: string
  readonly mode: Mode
  readonly model: string
  readonly text: string
  readonly credits: number
  readonly at: string
  readonly request: unknown
}

const HISTORY = 'playground.history'
const DRAFT = 'playground.draft'
const MOST_PAST = 40

/** The whole form as a link's fragment: it never leaves the browser that opens it. */
export const fragmentOf = (form: Form): string => `#${encodeURIComponent(JSON.stringify(requestOf(form)))}`

/** @returns undefined where it holds none */
export function formOfFragment(fragment: string): Form | undefined {
  try {
    return fragment.length > 1 ? formOf(JSON.parse(decodeURIComponent(fragment.slice(1)))) : undefined
  } catch {
    return undefined
  }
}

/** What another page leads here with: `?model=kling-v3`. @returns undefined where it names none */
export function formOfSearch(search: string): Form | undefined {
  const model = findModel(new URLSearchParams(search).get('model') ?? '', undefined)
  return model && formOf({ type: model.type, model: model.id })
}

/** Of this tab: what was typed is there again after a sign-in, however long it is. */
export const keepDraft = (form: Form): void => sessionStorage.setItem(DRAFT, JSON.stringify({ request: requestOf(form), files: form.files }))

export function draft(): Form | undefined {
  try {
    const { request, files } = JSON.parse(sessionStorage.getItem(DRAFT) ?? '') as { readonly request: unknown; readonly files: Form['files'] }
    return formOf(request, files)
  } catch {
    return undefined
  }
}

export function history(): readonly Past[] {
  try {
    return JSON.parse(localStorage.getItem(HISTORY) ?? '[]') as readonly Past[]
  } catch {
    return []
  }
}

export function remember(past: Past): readonly Past[] {
  const all = [past, ...history().filter(({ id }) => id !== past.id)].slice(0, MOST_PAST)
  localStorage.setItem(HISTORY, JSON.stringify(all))
  return all
}

export function forgetAll(): readonly Past[] {
  localStorage.removeItem(HISTORY)
  return []
}
