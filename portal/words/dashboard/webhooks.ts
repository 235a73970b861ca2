// The words of the webhooks.
import type { Language } from '../../language.ts'
import { webhooks as en } from '../en/dashboard/webhooks.ts'
import { webhooks as hi } from '../hi/dashboard/webhooks.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

type WebhooksWords = Words<typeof en>

export const webhooksWords = (language: Language): WebhooksWords => pick<WebhooksWords>({ en, hi }, language)
