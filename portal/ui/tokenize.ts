// Colours code: enough of five languages for samples, the same at build time and in the browser.
export type Language = 'sh' | 'js' | 'py' | 'graphql' | 'json'
export type Kind = 'plain' | 'note' | 'text' | 'word' | 'number' | 'name'

export interface Token {
  readonly kind: Kind
  readonly text: string
}

const WORDS: Readonly<Record<Language, string>> = {
  sh: 'curl|export|if|then|fi|for|do|done|echo',
  js: 'import|from|export|const|let|async|await|function|return|new|throw|if|else|for|while|class|true|false|null',
  py: 'import|from|def|return|raise|if|else|elif|for|while|in|with|as|class|not|and|or|True|False|None',
  graphql: 'query|mutation|subscription|fragment|on|input|type|enum|interface|union|scalar|true|false|null',
  json: 'true|false|null',
}

const NOTES: Readonly<Record<Language, string>> = { sh: '#[^\\n]*', js: '//[^\\n]*', py: '#[^\\n]*', graphql: '#[^\\n]*', json: '(?!)' }
const TEXTS: Readonly<Record<Language, string>> = {
  sh: `"(?:[^"\\\\]|\\\\.)*"|'[^']*'`,
  js: '`(?:[^`\\\\]|\\\\.)*`|\'(?:[^\'\\\\\\n]|\\\\.)*\'|"(?:[^"\\\\\\n]|\\\\.)*"',
  py: `"""[\\s\\S]*?"""|f?"(?:[^"\\\\\\n]|\\\\.)*"|f?'(?:[^'\\\\\\n]|\\\\.)*'`,
  graphql: '"(?:[^"\\\\\\n]|\\\\.)*"',
  json: '"(?:[^"\\\\\\n]|\\\\.)*"(?!\\s*:)',
}
const NAMES: Readonly<Record<Language, string>> = { sh: '(?<=\\s)--?[A-Za-z][\\w-]*', js: '[A-Za-z_$][\\w$]*(?=\\()', py: '[A-Za-z_]\\w*(?=\\()', graphql: '\\$\\w+|[A-Za-z_]\\w*(?=:)', json: '"(?:[^"\\\\\\n]|\\\\.)*"(?=\\s*:)' }

export function tokenize(code: string, language: Language): readonly Token[] {
  const pattern = new RegExp(`(?<note>${NOTES[language]})|(?<text>${TEXTS[language]})|(?<word>\\b(?:${WORDS[language]})\\b)|(?<name>${NAMES[language]})|(?<number>\\b\\d[\\d_.]*\\b)`, 'g')
  const tokens: Token[] = []
  let end = 0
  for (const found of code.matchAll(pattern)) {
    if (found.index > end) tokens.push({ kind: 'plain', text: code.slice(end, found.index) })
    tokens.push({ kind: kindOf(found.groups ?? {}), text: found[0] })
    end = found.index + found[0].length
  }
  if (end < code.length) tokens.push({ kind: 'plain', text: code.slice(end) })
  return tokens
}

const KINDS = ['note', 'text', 'word', 'name', 'number'] as const
const kindOf = (groups: Readonly<Record<string, string | undefined>>): Kind => KINDS.find((kind) => groups[kind] !== undefined) ?? 'plain'
