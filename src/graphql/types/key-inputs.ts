// What the inputs of keys, client tokens and administration share: scopes, modes, and checks that name the first wrong input.
import { GraphQLEnumType } from 'graphql'
import * as v from 'valibot'
import { KEY_KINDS } from '../../domain/key-format.ts'
import type { KeyKind } from '../../domain/key-format.ts'
import type { Scope } from '../../domain/scope.ts'
import { invalidInput } from '../../domain/errors.ts'
import type { Sentence } from '../../domain/errors.ts'

const ABOUT_SCOPES = {
  generate: 'Generate and cancel, quote, and list providers.',
  read: 'Read generations, quote, and list providers.',
  keys: 'List, create, roll and revoke keys.',
  billing: 'Read the account, its limits and its ledger.',
  admin: 'Administration. No key has it unless it was given.',
} as const satisfies Record<Scope, string>

/** Its values are our words in capitals. */
const enumOf = (name: string, description: string, about: Readonly<Record<string, string>>) =>
  new GraphQLEnumType({
    name,
    description,
    values: Object.fromEntries(Object.entries(about).map(([value, meaning]) => [value.toUpperCase(), { value, description: meaning }])),
  })

export const ScopeEnum = enumOf('ApiKeyScope', 'Something that a key may be allowed to do.', ABOUT_SCOPES)

const ABOUT_MODES = {
  live: 'It calls the providers and spends the account\'s credits.',
  test: 'It calls nobody and spends test credits; its generations, keys and ledger are apart.',
} as const satisfies Record<KeyKind, string>

export const KeyModeEnum = enumOf('KeyMode', 'What a key is for.', ABOUT_MODES)
export const ModeSchema = v.nullish(v.picklist(KEY_KINDS))

/** Characters of what an administrator writes for the log. */
export const LONGEST_NOTE = 500

type Rule = readonly [field: string, isRight: boolean, sentence: Sentence]

/** Refused with the input's name, the first that is wrong. */
export const checked = <Input>(input: Input, rules: readonly Rule[]): Input => {
  const broken = rules.find(([, isRight]) => !isRight)
  if (broken) throw invalidInput(broken[0], broken[2])
  return input
}

export const isCredits = (credits: number | null | undefined): boolean => credits === null || credits === undefined || credits >= 0

export const NOT_NEGATIVE = { en: 'Credits must not be negative.', hi: 'क्रेडिट negative नहीं हो सकते।' }

/** A figure within its bounds, or none. */
export const within = (field: string, figure: number | null | undefined, { least, most }: { readonly least: number; readonly most: number }): Rule =>
  [field, typeof figure !== 'number' || (figure >= least && figure <= most), { en: `Give ${least} to ${most}.`, hi: `${least} से ${most} तक दें।` }]

/** A text of so many characters. */
export const characters = (field: string, text: string, least: number, most: number): Rule => {
  const { length } = [...text]
  return [field, length >= least && length <= most, { en: `Give ${least} to ${most} characters.`, hi: `${least} से ${most} अक्षर दें।` }]
}
