// One page's words in both languages. The Hindi file is held to the English one's names and forms: a missing or extra word does
// not compile.
import type { Language } from '../language.ts'

/** The form of an English table: any text for a text, the same parameters for a sentence that is filled in. */
export type Words<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends string ? string : Table[Name] extends (...given: infer Given) => string ? (...given: Given) => string : Words<Table[Name]>
}

export const pick = <Table>(tables: Readonly<Record<Language, Table>>, language: Language): Table => tables[language]
