// How each provider does. What is measured comes by the island, from `/status.json`.
import { StatusBoard } from '../islands/status/status.tsx'
import type { PageProps, Route } from '../page.ts'
import { Island } from '../ui/island.tsx'
import { statusWords } from '../words/status.ts'

function StatusPage({ language }: PageProps) {
  const words = statusWords(language)
  return (
    <div class="column page">
      <header class="page-head">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
      </header>
      <Island name="status" view={StatusBoard} props={{ language }} />
      <section class="page-part">
        <h2>{words.counted}</h2>
        <p class="measure">{words.countedText}</p>
        <p class="small soft">{words.feeds} <a href="/status.json">status.json</a>, <a href={language === 'hi' ? '/status.rss?lang=hi' : '/status.rss'}>status.rss</a></p>
      </section>
    </div>
  )
}

export const statusRoute: Route = {
  path: 'status/',
  title: { en: 'Status', hi: 'स्टेटस' },
  description: { en: 'How each provider does, measured from our own outcomes: now and over 90 days.', hi: 'हर provider कैसा चल रहा है, हमारे अपने नतीजों से: अभी और 90 दिन में।' },
  view: StatusPage,
  nav: { en: 'Status', hi: 'स्टेटस' },
}
