// The first page: a prompt to try, and below it what was published, section by section in its order.
import { TEXT_TO_IMAGE } from '../data/published/image.ts'
import { IMAGE_TO_VIDEO, TEXT_TO_VIDEO } from '../data/published/video.ts'
import { AVATARS_AND_SPEECH } from '../data/published/voice.ts'
import type { PageProps, Route } from '../page.ts'
import { home as en } from '../words/en/home.ts'
import { home as hi } from '../words/hi/home.ts'
import { Cards } from './home/cards.tsx'
import { Figures } from './home/figures.tsx'
import { Hero } from './home/hero.tsx'
import { Closing, QuickStart } from './home/quick-start.tsx'
import { Promises, Tables } from './home/tables.tsx'
import { TrialSection } from './home/trial.tsx'

const SECTIONS = [TEXT_TO_VIDEO, TEXT_TO_IMAGE, IMAGE_TO_VIDEO, AVATARS_AND_SPEECH] as const

function Home({ language }: PageProps) {
  return (
    <div class="home">
      <Hero language={language} />
      <TrialSection language={language} />
      <Figures language={language} />
      {SECTIONS.map((section) => <Cards language={language} section={section} key={section.id} />)}
      <Promises language={language} />
      <Tables language={language} />
      <QuickStart language={language} />
      <Closing language={language} />
    </div>
  )
}

export const homeRoute: Route = {
  path: '',
  title: { en: `${en.title} — ${en.suite}`, hi: `${hi.title} — ${hi.suite}` },
  description: { en: en.lead, hi: hi.lead },
  view: Home,
  style: 'home',
}
