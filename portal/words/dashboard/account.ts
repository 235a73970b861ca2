// The words of the account.
import type { Language } from '../../language.ts'
import { account as en } from '../en/dashboard/account.ts'
import { account as hi } from '../hi/dashboard/account.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

type AccountWords = Words<typeof en>

export const accountWords = (language: Language): AccountWords => pick<AccountWords>({ en, hi }, language)
