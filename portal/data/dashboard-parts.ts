// The parts of the dashboard, each a page of its own: in the order of its navigation.

export const DASHBOARD_PARTS = ['overview', 'credits', 'usage', 'generations', 'keys', 'webhooks', 'account'] as const
/** Of the operators: one line of the navigation leads there, which only they are shown; each page leads to the others. */
export const OPERATOR_PARTS = ['operator', 'operator-accounts', 'operator-switches', 'operator-margin', 'operator-log'] as const
export type OperatorPartName = (typeof OPERATOR_PARTS)[number]
export const DASHBOARD_PAGES = [...DASHBOARD_PARTS, ...OPERATOR_PARTS] as const
export type DashboardPart = (typeof DASHBOARD_PAGES)[number]

/** Below the language. */
export const pathOfPart = (part: DashboardPart): string => (part === 'overview' ? 'dashboard/' : `dashboard/${part.replace('operator-', 'operator/')}/`)
export const isOperatorPart = (part: DashboardPart): part is OperatorPartName => OPERATOR_PARTS.some((one) => one === part)
