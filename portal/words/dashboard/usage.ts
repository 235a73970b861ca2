// The words of the page of usage.
import type { Language } from '../../language.ts'
import { usage as en } from '../en/dashboard/usage.ts'
import { usage as hi } from '../hi/dashboard/usage.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

export type UsageWords = Words<typeof en>

export const usageWords = (language: Language): UsageWords => pick<UsageWords>({ en, hi }, language)
