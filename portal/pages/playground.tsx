// The playground: one island, drawn already at build time, so that what it is for can be read before it has started.
import { Playground } from '../islands/playground/playground.tsx'
import type { PageProps, Route } from '../page.ts'
import { Island } from '../ui/island.tsx'
import { playground as en } from '../words/en/playground.ts'
import { playground as hi } from '../words/hi/playground.ts'

function PlaygroundPage({ language }: PageProps) {
  return (
    <div class="column">
      <Island name="playground" props={{ language }} view={Playground} />
    </div>
  )
}

export const playgroundRoute: Route = {
  path: 'playground/',
  title: { en: en.title, hi: hi.title },
  description: { en: en.description, hi: hi.description },
  view: PlaygroundPage,
  style: 'playground',
  nav: { en: en.title, hi: hi.title },
}
