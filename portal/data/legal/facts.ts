// Who stands behind the service, as the settings of the build tell it: docs/settings.md. What they leave out is said to be missing.
const { COMPANY_NAME, COMPANY_ADDRESS, COMPANY_EMAIL, COMPANY_COURTS, COMPANY_OFFICER, COMPANY_OFFICER_EMAIL, COMPANY_OFFICER_PHONE, COMPANY_ANSWERED_WITHIN } = import.meta.env as Readonly<Record<string, string | undefined>>

export const FACTS: Readonly<Record<string, string | undefined>> = {
  company: COMPANY_NAME,
  address: COMPANY_ADDRESS,
  email: COMPANY_EMAIL,
  courts: COMPANY_COURTS,
  officer: COMPANY_OFFICER,
  officerEmail: COMPANY_OFFICER_EMAIL,
  officerPhone: COMPANY_OFFICER_PHONE,
  answeredWithin: COMPANY_ANSWERED_WITHIN,
}

const PLACE = /\{\{(\w+)\}\}/g

export const isMissing = (text: string, facts = FACTS): boolean => Array.from(text.matchAll(PLACE)).some(([, name = '']) => (facts[name] ?? '') === '')

/** @param html of a text whose facts stand in double braces @param missing what stands for one that was not filled in: HTML */
export const withFacts = (html: string, missing: string, facts = FACTS): string => html.replaceAll(PLACE, (_, name: string) => escaped(facts[name] ?? '') || missing)

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
