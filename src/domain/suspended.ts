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

/** The database said so; which of it, nobody asks it. */
export const haltedError = (): ApiError => new ApiError('FORBIDDEN', {
  sentence: {
    en: 'Nothing new is accepted: the account or the end user is suspended, or the account was closed. Nothing was charged.',
    hi: 'कुछ नया स्वीकार नहीं होता: account या end user रोक दिया गया है, या account बंद कर दिया गया है। कोई क्रेडिट नहीं कटा।',
  },
})

export const suspendedError = (suspended: Suspended): ApiError => new ApiError('FORBIDDEN', { sentence: WORDS[suspended], extra: { suspended } })
