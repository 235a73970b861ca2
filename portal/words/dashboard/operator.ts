// The words of the operators' page.
import type { Language } from '../../language.ts'
import { operator as en } from '../en/dashboard/operator.ts'
import { operator as hi } from '../hi/dashboard/operator.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

export type OperatorWords = Words<typeof en>

export const operatorWords = (language: Language): OperatorWords => pick<OperatorWords>({ en, hi }, language)
