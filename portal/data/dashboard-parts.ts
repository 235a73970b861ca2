// The parts of the dashboard, each a page of its own: in the order of its navigation.

export const DASHBOARD_PARTS = ['overview', 'credits', 'usage', 'generations', 'keys', 'webhooks', 'account'] as const
/** The operators' page is in no navigation. */
export const DASHBOARD_PAGES = [...DASHBOARD_PARTS, 'operator'] as const
export type DashboardPart = (typeof DASHBOARD_PAGES)[number]

/** Below the language. */
export const pathOfPart = (part: DashboardPart): string => (part === 'overview' ? 'dashboard/' : `dashboard/${part}/`)
