// The dashboard: static shells with the navigation of its parts; each part is one island.
import type { ComponentType } from 'preact'
import { DASHBOARD_PAGES, DASHBOARD_PARTS, pathOfPart } from '../data/dashboard-parts.ts'
import type { DashboardPart } from '../data/dashboard-parts.ts'
import { AccountPart } from '../islands/dashboard/account/account.tsx'
import { CreditsPart } from '../islands/dashboard/credits/credits.tsx'
import { GenerationsPart } from '../islands/dashboard/generations/generations.tsx'
import { KeysPart } from '../islands/dashboard/keys/keys.tsx'
import { OperatorAccountsPart } from '../islands/dashboard/operator/accounts.tsx'
import { OperatorLogPart } from '../islands/dashboard/operator/log.tsx'
import { OperatorMarginPart } from '../islands/dashboard/operator/margin.tsx'
import { OperatorPart } from '../islands/dashboard/operator/operator.tsx'
import { OperatorSwitchesPart } from '../islands/dashboard/operator/switches.tsx'
import { OverviewPart } from '../islands/dashboard/overview/overview.tsx'
import { UsagePart } from '../islands/dashboard/usage/usage.tsx'
import { WebhooksPart } from '../islands/dashboard/webhooks/webhooks.tsx'
import { addressOf } from '../language.ts'
import type { PageProps, Route } from '../page.ts'
import { Island } from '../ui/island.tsx'
import { dashboardWords } from '../words/dashboard/frame.ts'

const VIEWS = {
  overview: OverviewPart,
  credits: CreditsPart,
  usage: UsagePart,
  generations: GenerationsPart,
  keys: KeysPart,
  webhooks: WebhooksPart,
  account: AccountPart,
  'operator': OperatorPart,
  'operator-accounts': OperatorAccountsPart,
  'operator-switches': OperatorSwitchesPart,
  'operator-margin': OperatorMarginPart,
  'operator-log': OperatorLogPart,
} as const satisfies Readonly<Record<DashboardPart, ComponentType<PageProps>>>

const pageOf = (part: DashboardPart) =>
  function DashboardPage({ language }: PageProps) {
    const words = dashboardWords(language)
    return (
      <div class="column dash">
        <nav class="dash-nav" aria-label={words.parts}>
          <ul>
            {DASHBOARD_PARTS.map((one) => <li key={one}><a href={addressOf(language, pathOfPart(one))} aria-current={one === part ? 'page' : undefined}>{words[one]}</a></li>)}
            {/* Filled for those alone who may: islands/dashboard/dashboard.tsx. */}
            <li class="dash-nav-operator" hidden />
          </ul>
        </nav>
        <div class="dash-main">
          <noscript><p class="notice">{words.needsScript}</p></noscript>
          <Island name={`dashboard-${part}`} props={{ language }} view={VIEWS[part]} />
        </div>
      </div>
    )
  }

const [en, hi] = [dashboardWords('en'), dashboardWords('hi')]

export const dashboardRoutes: readonly Route[] = DASHBOARD_PAGES.map((part) => ({
  path: pathOfPart(part),
  title: part === 'overview' ? { en: en.title, hi: hi.title } : { en: `${en[part]} · ${en.title}`, hi: `${hi[part]} · ${hi.title}` },
  description: { en: en.leads[part], hi: hi.leads[part] },
  view: pageOf(part),
  isHidden: true,
  style: 'dashboard',
}))
