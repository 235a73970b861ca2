// The same thing given in two places: fine while it is the same, otherwise nobody can know which was meant.
import { invalidInput } from '../domain/errors.ts'
import type { ApiError } from '../domain/errors.ts'

export const isSameTwice = (one: unknown, other: unknown): boolean => wordOf(one) === wordOf(other)

function wordOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).trim().toLowerCase()
}

/** @param field and @param other are paths of the caller's names */
export const givenTwice = (field: string, other: string): ApiError =>
  invalidInput(field, { en: `${other} and ${field} differ. Give one of them.`, hi: `${other} और ${field} अलग-अलग हैं। इनमें से एक ही दें।` })
