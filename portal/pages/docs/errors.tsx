// All error codes, and a page for each: what happened, what to do, whether it cost anything, and the answer as it is.
import { answerOf } from '../../../src/domain/error-answer.ts'
import { ERRORS, errorMessage } from '../../../src/domain/errors.ts'
import type { ErrorCode } from '../../../src/domain/errors.ts'
import { ADVICE } from '../../data/errors/advice.ts'
import { ERRORS_PATH } from '../../data/errors/path.ts'
import { addressOf } from '../../language.ts'
import type { PageProps, Route } from '../../page.ts'
import { Code } from '../../ui/code.tsx'
import { DocsFrame } from '../../ui/docs-frame.tsx'
import { Sentence } from '../../ui/prose-text.tsx'
import { Receipt } from '../../ui/receipt.tsx'
import { errorWords } from '../../words/errors.ts'

const codes = Object.keys(ERRORS) as ErrorCode[]
const pathOf = (code: ErrorCode): string => `${ERRORS_PATH}${code}/`
/** Told of a generation, and of no request. */
const isOfGeneration = (code: ErrorCode): boolean => code === 'GENERATION_FAILED'

function ErrorList({ language }: PageProps) {
  const words = errorWords(language)
  return (
    <DocsFrame language={language} path={ERRORS_PATH}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <div class="table-wrap" tabIndex={0} role="region" aria-label={words.title}>
        <table>
          <thead><tr>{[words.code, 'HTTP', words.meaning, words.retry].map((cell) => <th scope="col" key={cell}>{cell}</th>)}</tr></thead>
          <tbody>
            {codes.map((code) => (
              <tr key={code}>
                <th scope="row"><a href={addressOf(language, pathOf(code))}><code>{code}</code></a></th>
                <td class="figure">{isOfGeneration(code) ? words.onGeneration : ERRORS[code].status}</td>
                <td><Sentence text={ADVICE[code].when[language]} /></td>
                <td>{ERRORS[code].retryable ? words.yes : words.no}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </DocsFrame>
  )
}

function ErrorPage({ language, code }: PageProps & { readonly code: ErrorCode }) {
  const words = errorWords(language)
  const { when, todo, charged, again, details } = ADVICE[code]
  const { status, retryable } = ERRORS[code]
  const answer = { errors: [answerOf(code, details, { language, requestId: 'req_01kd8q4z7vwm3k5t2h9c6b1xya', publicUrl: 'https://api.doitong.com' })] }
  return (
    <DocsFrame language={language} path={ERRORS_PATH}>
      <p class="crumbs"><a href={addressOf(language, ERRORS_PATH)}>{words.all}</a></p>
      <h1 class="error-title">{code}</h1>
      <div class="error-page">
        <div>
          <h2>{words.when}</h2>
          <p><Sentence text={when[language]} /></p>
          <h2>{words.todo}</h2>
          <ul class="bullets">{todo.map((one) => <li key={one.en}><Sentence text={one[language]} /></li>)}</ul>
          <h2>{words.charged}</h2>
          <p><Sentence text={charged[language]} /></p>
          <h2>{words.again}</h2>
          <p><Sentence text={again[language]} /></p>
        </div>
        <Receipt
          title={code}
          lines={[
            { label: 'HTTP', value: isOfGeneration(code) ? words.onGeneration : String(status) },
            { label: words.retry, value: retryable ? words.yes : words.no },
            { label: words.charged, value: '0', tone: 'total' },
          ]}
        />
      </div>
      <h2>{words.both}</h2>
      <p lang="en">{errorMessage(code, details, 'en')}</p>
      <p lang="hi">{errorMessage(code, details, 'hi')}</p>
      <h2>{words.example}</h2>
      <Code language={language} code={JSON.stringify(answer, null, 2)} in="json" label={words.example} />
      <h2>{words.forTeam}</h2>
      <Code language={language} code={words.team(code, when[language], todo.map((one) => one[language]).join(' ')).replaceAll('`', '')} in="json" label={words.forTeam} wraps />
    </DocsFrame>
  )
}

export const errorRoutes: readonly Route[] = [
  {
    path: ERRORS_PATH,
    title: { en: 'Error codes', hi: 'एरर कोड' },
    description: { en: 'Every error code of the API: what happened, what to do, whether it cost anything.', hi: 'API का हर एरर कोड: क्या हुआ, क्या करें, क्रेडिट कटे या नहीं।' },
    view: ErrorList,
    style: 'docs',
  },
  ...codes.map((code): Route => ({
    path: pathOf(code),
    title: { en: code, hi: code },
    description: { en: ADVICE[code].when.en.replaceAll('`', ''), hi: ADVICE[code].when.hi.replaceAll('`', '') },
    view: ({ language }) => <ErrorPage language={language} code={code} />,
    style: 'docs',
  })),
]
