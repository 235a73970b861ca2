// GraphQL's own refusals (syntax, validation, values, operations) in our words. It tells them apart by their sentences alone,
// so each is known by its pattern; a test holds that none of those a caller can bring about is missing.
import type { GraphQLError } from 'graphql'
import type { Sentence } from '../../domain/errors.ts'

export interface Words {
  readonly sentence: Sentence
  readonly values: Readonly<Record<string, string | number>>
}

type Row = readonly [pattern: RegExp, en: string, hi: string]

const WHAT = '(?<what>.*)'
const SYNTAX: readonly Row[] = [
  [/<EOF>/, 'The query breaks off: something is missing at its end, such as a closing brace.', 'query अधूरी है: अंत में कुछ छूटा है, जैसे बंद करने वाला ब्रेस।'],
  [/^Unterminated string/, 'A text in the query has no closing quote: line {line}, column {column}.', 'query के किसी टेक्स्ट में बंद करने वाला quote नहीं है: लाइन {line}, कॉलम {column}।'],
  [/single quote/, 'Texts in a query stand in double quotes: line {line}, column {column}.', 'query में टेक्स्ट double quotes में लिखें: लाइन {line}, कॉलम {column}।'],
  [/(?:found|Unexpected(?: character:)?|Invalid character:) (?<what>.+?)\.?$/s, 'The query is not GraphQL at line {line}, column {column}: {what} does not belong there.', 'query सही GraphQL नहीं है: लाइन {line}, कॉलम {column} पर {what} नहीं आ सकता।'],
  [/^/, 'The query is not GraphQL at line {line}, column {column}.', 'query सही GraphQL नहीं है: लाइन {line}, कॉलम {column}।'],
]

const VALUES: readonly Row[] = [
  [/^Expected a value of non-null type|^Expected value of non-null type/, 'This is required and may not be null.', 'यह ज़रूरी है और null नहीं हो सकता।'],
  [/^Expected variable "(?<name>\$\w+)" provided/, 'The variable {name} is required and may not be null.', 'variable {name} ज़रूरी है और null नहीं हो सकता।'],
  [new RegExp(`to be an object, found: ${WHAT}\\.$`, 's'), 'An object is expected, not {what}.', 'यहाँ object दें, {what} नहीं।'],
  [/to include required field "(?<name>\w+)"/, '{name} is missing.', '{name} नहीं दिया गया है।'],
  [/^Expected value of type "(?<type>\w+)" not to include unknown field "(?<name>[^"]*)"/, '{type} has no field {name}.', '{type} में {name} नाम का कोई field नहीं है।'],
  [/^Value "(?<what>.*)" does not exist in "(?<type>\w+)" enum/s, '{what} is none of the values of {type}.', '{what}, {type} का मान नहीं है।'],
  [new RegExp(`^Enum "(?<type>\\w+)" cannot represent (?:non-string|non-enum) value: ${WHAT}\\.`, 's'), 'One of the values of {type} is expected, as a bare word in the query or as a text in the variables, not {what}.', '{type} का कोई मान दें (query में बिना quotes के, variables में टेक्स्ट के रूप में), {what} नहीं।'],
  [new RegExp(`^Int cannot represent non 32-bit signed integer value: ${WHAT}$`, 's'), 'A whole number from -2147483648 to 2147483647 is expected, not {what}.', '-2147483648 से 2147483647 तक का integer दें, {what} नहीं।'],
  [new RegExp(`^Int cannot represent non-integer value: ${WHAT}$`, 's'), 'A whole number is expected, not {what}.', 'integer दें, {what} नहीं।'],
  [new RegExp(`^Float cannot represent non numeric value: ${WHAT}$`, 's'), 'A number is expected, not {what}.', 'संख्या दें, {what} नहीं।'],
  [new RegExp(`^String cannot represent a non string value: ${WHAT}$`, 's'), 'A text is expected, not {what}.', 'टेक्स्ट दें, {what} नहीं।'],
  [new RegExp(`^Boolean cannot represent a non boolean value: ${WHAT}$`, 's'), 'true or false is expected, not {what}.', 'true या false दें, {what} नहीं।'],
  [new RegExp(`^ID cannot represent (?:a non-string and non-integer )?value: ${WHAT}$`, 's'), 'An id is expected, not {what}.', 'id दें, {what} नहीं।'],
  [/^A DateTime is a text/, 'A time is written as 2026-11-22T09:30:00Z, with an offset, and is a real day.', 'समय offset के साथ और असली तारीख़ के रूप में लिखें, जैसे 2026-11-22T09:30:00Z।'],
]

const VALIDATION: readonly Row[] = [
  [/^Cannot query field "(?<name>\w+)" on type "(?<type>\w+)"/, '{type} has no field {name}.', '{type} में {name} नाम का कोई field नहीं है।'],
  [/^Field "(?<name>\w+)" of type "[^"]+" must have/, 'Say which fields of {name} you want: {name} { … }.', '{name} के कौन से fields चाहिए, यह लिखें: {name} { … }।'],
  [/^Field "(?<name>\w+)" must not have a selection/, '{name} has no fields of its own: leave the braces after it out.', '{name} के अपने fields नहीं हैं: उसके बाद के ब्रेस हटा दें।'],
  [/^Unknown argument "(?<name>\w+)" on (?:field|directive|fragment) "(?<type>[^"]+)"/, '{type} takes no argument {name}.', '{type} में {name} नाम का argument नहीं है।'],
  [/^Argument "(?<name>[^"]+)" of (?:required )?type "[^"]+"/, 'The argument {name} is required.', 'argument {name} ज़रूरी है।'],
  [/^Unknown type "(?<name>\w+)"/, 'There is no type {name}.', '{name} नाम का कोई type नहीं है।'],
  [/^Unknown fragment "(?<name>\w+)"/, 'The fragment {name} is not in the query.', 'fragment {name} query में नहीं है।'],
  [/^Fragment "(?<name>\w+)" is never used/, 'The fragment {name} is never used.', 'fragment {name} कहीं इस्तेमाल नहीं हुआ है।'],
  [/^Variable "(?<name>\$\w+)" is never used/, 'The variable {name} is declared and never used.', 'variable {name} declare तो है, पर कहीं इस्तेमाल नहीं हुआ है।'],
  [/^Variable "(?<name>\$\w+)" is not defined/, 'The variable {name} is used and not declared: query ({name}: …).', 'variable {name} declare नहीं है: query ({name}: …)।'],
  [/^Variable "(?<name>\$\w+)" of type "(?<what>[^"]+)" used in position expecting type "(?<type>[^"]+)"/, 'The variable {name} is declared as {what}; {type} is needed there.', 'variable {name} का type {what} है; वहाँ {type} चाहिए।'],
  [/^Variable "(?<name>\$\w+)" (?:cannot be non-input type|expected value of type) "(?<type>[^"]+)"/, 'The variable {name} cannot be of the type {type}.', 'variable {name} का type {type} नहीं हो सकता।'],
  [/^There can be only one (?<what>argument|fragment|input field|operation|variable) named "(?<name>\$?\w+)"/, '{name} is there twice.', '{name} दो बार दिया गया है।'],
  [/^This anonymous operation must be/, 'Where there are several operations, each needs a name.', 'एक से ज़्यादा operations हों, तो हर एक का नाम ज़रूरी है।'],
  [/^(?:Fields|Spreads) "(?<name>\w+)" conflict/, '{name} is asked for twice and differently: give one of them another name, as in other: {name}.', '{name} दो अलग तरीकों से माँगा गया है: एक को दूसरा नाम दें, जैसे other: {name}।'],
  [/^Cannot spread fragment "(?<name>\w+)" within itself/, 'The fragment {name} leads back to itself.', 'fragment {name} घूमकर खुद पर ही लौटता है।'],
  [/cannot be spread here as objects of type "(?<what>[^"]+)" can never be of type "(?<type>[^"]+)"/, 'A fragment on {type} cannot stand inside {what}.', '{type} का fragment {what} के अंदर नहीं आ सकता।'],
  [/cannot condition on non composite type "(?<type>[^"]+)"/, '{type} has no fields, so no fragment can be on it.', '{type} के fields नहीं हैं, इसलिए उस पर fragment नहीं बन सकता।'],
  [/^Unknown directive "(?<name>@\w+)"/, 'There is no directive {name}.', '{name} नाम का कोई directive नहीं है।'],
  [/^Directive "(?<name>@\w+)" may not be used/, 'The directive {name} cannot stand there.', 'directive {name} वहाँ नहीं आ सकता।'],
  [/^The directive "(?<name>@\w+)" can only be used once/, 'The directive {name} is there twice.', 'directive {name} दो बार दिया गया है।'],
  [/definition is not executable/, 'Send operations and fragments only, no definitions of types.', 'केवल operations और fragments भेजें, types की definitions नहीं।'],
  [/^Maximum introspection depth/, 'This question about the schema goes too deep.', 'schema के बारे में यह सवाल बहुत गहरा है।'],
  [/^Too many/, 'There are more mistakes than are listed here.', 'यहाँ दिखाई गई गलतियों के अलावा और भी हैं।'],
  [/^(?:Subscription "\w+"|Anonymous Subscription) must/, 'A subscription asks for exactly one field, without @skip and @include.', 'subscription में ठीक एक field माँगें, @skip और @include के बिना।'],
]

const OPERATIONS: readonly Row[] = [
  [/^Must provide operation name/, 'There are several operations: say by operationName which one to run.', 'एक से ज़्यादा operations हैं: operationName से बताएँ कि कौन सा चलाना है।'],
  [/^Unknown operation named|^Unable to detect operation/, 'There is no such operation in the query: check operationName.', 'query में ऐसा कोई operation नहीं है: operationName देखें।'],
  [/^Must provide an operation/, 'There is no operation in the query.', 'query में कोई operation नहीं है।'],
]

const OTHERS: Row = [/^/, 'The request does not fit the schema.', 'रिक्वेस्ट schema के अनुसार नहीं है।']

/** As much of the caller's own value as a sentence bears. */
const LONGEST_VALUE = 60

/** Of an error that GraphQL itself has made. */
export function wordsOf({ message, locations }: Pick<GraphQLError, 'message' | 'locations'>): Words {
  const syntax = /^Syntax Error: (.*)$/s.exec(message)?.[1]
  // A value's refusal comes after the name of its variable or argument, which `field` tells.
  const inner = /^(?:Variable|Argument) "[^"]+" has invalid (?:default )?value(?: at [\w.[\]]+)?: (.*)$/s.exec(message)?.[1] ?? message
  const rows = syntax === undefined ? [...VALUES, ...VALIDATION, ...OPERATIONS, OTHERS] : SYNTAX
  const [pattern, en, hi] = rows.find((row) => row[0].test(syntax ?? inner)) ?? OTHERS
  const groups = pattern.exec(syntax ?? inner)?.groups ?? {}
  const { line = 1, column = 1 } = locations?.[0] ?? {}
  const shown = Object.entries(groups).map(([name, value]) => [name, value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE).toWellFormed()}…` : value] as const)
  return { sentence: { en, hi }, values: { line, column, ...Object.fromEntries(shown) } }
}
