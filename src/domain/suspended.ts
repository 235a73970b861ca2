// An account or an end user of whom an operator lets nothing new in. What was made stays to be read.
import { ApiError } from './errors.ts'
import type { Sentence } from './errors.ts'

export type Suspended = 'ACCOUNT' | 'END_USER'

const WORDS = {
  ACCOUNT: {
    en: 'This account is suspended: nothing new is accepted. What was made can still be read. Write to support.',
    hi: 'यह account रोक दिया गया है: कुछ नया स्वीकार नहीं होता। जो बन चुका है उसे अब भी पढ़ सकते हैं। support को लिखें।',
  },
  END_USER: {
    en: 'This end user is suspended: nothing new is accepted. What was made can still be read.',
    hi: 'यह end user रोक दिया गया है: कुछ नया स्वीकार नहीं होता। जो बन चुका है उसे अब भी पढ़ सकते हैं।',
  },
} as const satisfies Record<Suspended, Sentence>

export const suspendedError = (suspended: Suspended): ApiError => new ApiError('FORBIDDEN', { sentence: WORDS[suspended], extra: { suspended } })
