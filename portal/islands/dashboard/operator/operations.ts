// What operators ask and do. The service alone decides who may: auth/scopes.ts.
import { operation } from '../../../ask.ts'

export interface OpenAsk {
  readonly id: string
  readonly accountId: string
  readonly credits: number | null
  readonly plan: string | null
  readonly note: string
  readonly createdAt: string
}

export interface Alarm {
  readonly kind: string
  readonly subject: string
  readonly detail: string
  readonly count: number
  readonly lastAt: string
}

export interface Health {
  readonly id: string
  readonly name: string
  readonly health: { readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'; readonly successRate: number | null; readonly medianSeconds: number | null } | null
}

export const WATCH_OVER = operation<{ readonly adminAsks: readonly OpenAsk[]; readonly adminAlarms: readonly Alarm[]; readonly providers: readonly Health[] }>(`query WatchOver {
  adminAsks { id accountId credits plan note createdAt }
  adminAlarms { kind subject detail count lastAt }
  providers { id name health { state successRate medianSeconds } }
}`)

export const SETTLE = operation<{ readonly adminAskSettle: { readonly id: string } }, { readonly id: string; readonly outcome: 'GRANTED' | 'DECLINED'; readonly reply: string }>(
  `mutation SettleAsk($id: ID!, $outcome: AskOutcome!, $reply: String!) { adminAskSettle(id: $id, outcome: $outcome, reply: $reply) { id } }`,
)

export const CLOSE_ALARM = operation<{ readonly adminAlarmClose: readonly { readonly kind: string }[] }, { readonly kind: string; readonly subject: string; readonly reason: string }>(
  `mutation CloseAlarm($kind: AlarmKind!, $subject: ID!, $reason: String!) { adminAlarmClose(kind: $kind, subject: $subject, reason: $reason) { kind } }`,
)
