// The words of the overview.
import type { Language } from '../../language.ts'
import { overview as en } from '../en/dashboard/overview.ts'
import { overview as hi } from '../hi/dashboard/overview.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

type OverviewWords = Words<typeof en>

export const overviewWords = (language: Language): OverviewWords => pick<OverviewWords>({ en, hi }, language)
