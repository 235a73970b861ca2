// The first page: what was published, section by section in its order.
import type { PageProps, Route } from '../page.ts'
import { Hero } from './home/hero.tsx'
import { home as en } from '../words/en/home.ts'
import { home as hi } from '../words/hi/home.ts'

function Home({ language }: PageProps) {
  return (
    <div class="home">
      <Hero language={language} />
    </div>
  )
}

export const homeRoute: Route = {
  path: '',
  title: { en: `${en.title} — ${en.suite}`, hi: `${hi.title} — ${hi.suite}` },
  description: { en: en.lead, hi: hi.lead },
  view: Home,
}
