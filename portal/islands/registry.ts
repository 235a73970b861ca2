// The islands by name. Each is a part of its own, loaded when it comes near.
import type { ComponentChild } from 'preact'

/** A component; its properties come from the page, as JSON. What each takes is checked where a page names it: ui/island.tsx. */
export type View = (props: never) => ComponentChild

export const ISLANDS = {
  catalogue: () => import('./catalogue/catalogue.tsx').then(({ Catalogue }) => Catalogue),
  configurator: () => import('./configurator/configurator.tsx').then(({ Configurator }) => Configurator),
  measured: () => import('./measured/measured.tsx').then(({ Measured }) => Measured),
  status: () => import('./status/status.tsx').then(({ StatusBoard }) => StatusBoard),
  'test-key': () => import('./test-key/test-key.tsx').then(({ TestKey }) => TestKey),
  try: async () => (await import('./try/try.tsx')).Try,
  trial: () => import('./trial/trial.tsx').then(({ Trial }) => Trial),
  playground: async () => (await import('./playground/playground.tsx')).Playground,
  'dashboard-overview': async () => (await import('./dashboard/overview/overview.tsx')).OverviewPart,
  'dashboard-credits': async () => (await import('./dashboard/credits/credits.tsx')).CreditsPart,
  'dashboard-usage': async () => (await import('./dashboard/usage/usage.tsx')).UsagePart,
  'dashboard-generations': async () => (await import('./dashboard/generations/generations.tsx')).GenerationsPart,
  'dashboard-keys': async () => (await import('./dashboard/keys/keys.tsx')).KeysPart,
  'dashboard-webhooks': async () => (await import('./dashboard/webhooks/webhooks.tsx')).WebhooksPart,
  'dashboard-operator': async () => (await import('./dashboard/operator/operator.tsx')).OperatorPart,
  'dashboard-operator-accounts': async () => (await import('./dashboard/operator/accounts.tsx')).OperatorAccountsPart,
  'dashboard-operator-switches': async () => (await import('./dashboard/operator/switches.tsx')).OperatorSwitchesPart,
  'dashboard-operator-margin': async () => (await import('./dashboard/operator/margin.tsx')).OperatorMarginPart,
  'dashboard-operator-log': async () => (await import('./dashboard/operator/log.tsx')).OperatorLogPart,
  'dashboard-account': async () => (await import('./dashboard/account/account.tsx')).AccountPart,
} as const satisfies Readonly<Record<string, () => Promise<View>>>

export type IslandName = keyof typeof ISLANDS
export type ViewOf<Name extends IslandName> = Awaited<ReturnType<(typeof ISLANDS)[Name]>>
