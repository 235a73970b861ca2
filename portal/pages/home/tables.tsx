// Promises, error codes and plans, as published.
import { COMMON_ERRORS, ERRORS_HEAD, ERRORS_TITLE, PLANS_HEAD, PLANS_TITLE, PLAN_ROWS, PROMISES, PROMISES_TITLE } from '../../data/published/promises.ts'
import type { PageProps } from '../../page.ts'
import { Today } from '../../ui/today.tsx'

export function Promises({ language }: PageProps) {
  return (
    <section class="part band" id="promises">
      <div class="column">
        <h2>{PROMISES_TITLE[language]}</h2>
        <ol class="promises">
          {PROMISES.map(({ title, text, today }) => (
            <li key={title.en}>
              <h3>{title[language]}</h3>
              <p>{text[language]}</p>
              {today && <Today language={language} {...today} />}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

export function Tables({ language }: PageProps) {
  return (
    <div class="column part home-tables">
      <section id="errors">
        <h2>{ERRORS_TITLE[language]}</h2>
        <div class="table-wrap" tabIndex={0} role="region" aria-label={ERRORS_TITLE[language]}>
          <table>
            <thead><tr>{ERRORS_HEAD[language].map((cell) => <th scope="col" key={cell}>{cell}</th>)}</tr></thead>
            <tbody>
              {COMMON_ERRORS.map(({ code, text, action }) => (
                <tr key={code}>
                  <th scope="row"><a href={`/errors/${code}`}><code>{code}</code></a></th>
                  <td>{text[language]}</td>
                  <td>{action[language]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section id="plans">
        <h2>{PLANS_TITLE[language]}</h2>
        <div class="table-wrap" tabIndex={0} role="region" aria-label={PLANS_TITLE[language]}>
          <table class="numbers">
            <thead><tr>{PLANS_HEAD[language].map((cell) => <th scope="col" key={cell}>{cell}</th>)}</tr></thead>
            <tbody>
              {PLAN_ROWS.map(([name, ...cells]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, index) => <td key={index}>{cell}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  )
}
