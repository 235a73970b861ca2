import type { Language } from '../language.ts'
import { schema as en } from './en/schema.ts'
import { schema as hi } from './hi/schema.ts'
import { pick } from './pick.ts'

export type SchemaWords = typeof en

export const schemaWords = (language: Language): SchemaWords => pick({ en, hi }, language)
