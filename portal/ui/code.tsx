// A block of code, coloured by classes, with a button that copies it.
import { tokenize } from './tokenize.ts'
import type { Language as CodeLanguage } from './tokenize.ts'
import { codeWords } from '../words/code.ts'
import type { Language } from '../language.ts'

interface CodeProps {
  readonly language: Language
  readonly code: string
  readonly in: CodeLanguage
  /** What it is, for who cannot see it. */
  readonly label: string
  /** Words rather than code: its lines may break. */
  readonly wraps?: boolean
}

export function Code({ language, code, in: codeLanguage, label, wraps = false }: CodeProps) {
  const words = codeWords(language)
  return (
    <div class="code-block">
      <button class="code-copy" type="button" data-copy data-copied={words.copied}>{words.copy}</button>
      <pre class={wraps ? 'code wraps' : 'code'} tabIndex={0} role="region" aria-label={label} translate={false}>
        <code lang={wraps ? undefined : 'en'}>{tokenize(code.trimEnd(), codeLanguage).map(({ kind, text }, index) => (kind === 'plain' ? text : <span class={kind} key={index}>{text}</span>))}</code>
      </pre>
    </div>
  )
}
