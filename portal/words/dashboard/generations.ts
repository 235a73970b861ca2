// The words of the gallery and of one generation.
import type { Language } from '../../language.ts'
import { generations as en } from '../en/dashboard/generations.ts'
import { generations as hi } from '../hi/dashboard/generations.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

export type GenerationsWords = Words<typeof en>

export const generationsWords = (language: Language): GenerationsWords => pick<GenerationsWords>({ en, hi }, language)
