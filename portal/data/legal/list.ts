// The pages that say who runs the service and on which terms. Each stands in portal/legal, in both languages.
import type { Sentence } from '../../language.ts'

export type LegalName = 'privacy' | 'terms' | 'grievance'

export const LEGAL: readonly { readonly name: LegalName; readonly title: Sentence; readonly about: Sentence }[] = [
  { name: 'privacy', title: { en: 'Privacy', hi: 'प्राइवेसी' }, about: { en: 'What we keep of you, why, for how long, and who else sees it.', hi: 'हम आपका क्या रखते हैं, क्यों, कब तक, और उसे और कौन देखता है।' } },
  { name: 'terms', title: { en: 'Terms', hi: 'शर्तें' }, about: { en: 'The agreement for using the API and the portal.', hi: 'API और पोर्टल के इस्तेमाल का समझौता।' } },
  { name: 'grievance', title: { en: 'Grievances', hi: 'शिकायत' }, about: { en: 'Whom to write to about what was made here, and what happens then.', hi: 'यहाँ बनी किसी चीज़ की शिकायत किसे लिखें, और फिर क्या होता है।' } },
]

export const isLegal = (name: string): boolean => LEGAL.some((one) => one.name === name)
