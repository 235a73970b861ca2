// What people are told where there is no page. The Worker answers with it: src/pages/not-found.ts.
import { addressOf } from '../language.ts'
import type { PageProps, Route } from '../page.ts'
import { Receipt } from '../ui/receipt.tsx'
import { notFoundWords } from '../words/not-found.ts'

function NotFound({ language }: PageProps) {
  const words = notFoundWords(language)
  return (
    <section class="column lost">
      <div>
        <h1>{words.title}</h1>
        <p class="lead">{words.text}</p>
        <p><a class="button" href={addressOf(language, '')}>{words.home}</a></p>
      </div>
      <Receipt title="Doitong" number="404" lines={[{ label: words.wanted, value: words.nothing }, { label: words.charged, value: '0', tone: 'total' }]} />
    </section>
  )
}

export const notFoundRoute: Route = {
  path: '404/',
  title: { en: 'Not found', hi: 'पेज नहीं मिला' },
  description: { en: 'There is no page under this address.', hi: 'इस पते पर कोई पेज नहीं है।' },
  view: NotFound,
  isHidden: true,
}
