// The words around every part of the dashboard.
import type { Language } from '../../language.ts'
import { frame as en } from '../en/dashboard/frame.ts'
import { frame as hi } from '../hi/dashboard/frame.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

export type DashboardWords = Words<typeof en>

export const dashboardWords = (language: Language): DashboardWords => pick<DashboardWords>({ en, hi }, language)
