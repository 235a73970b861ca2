// A section of cards, as published.
import type { Card, Section } from '../../data/published/card.ts'
import { addressOf } from '../../language.ts'
import type { PageProps } from '../../page.ts'
import { Scene } from '../../ui/scenes.tsx'
import { Today } from '../../ui/today.tsx'

export function Cards({ language, section }: PageProps & { readonly section: Section }) {
  return (
    <section class="column part" id={section.id}>
      <h2>{section.title[language]}</h2>
      <p class="lead">{section.text[language]}</p>
      <ul class="cards">
        {section.cards.map((card) => <CardView language={language} card={card} key={card.name} />)}
      </ul>
    </section>
  )
}

function CardView({ language, card }: PageProps & { readonly card: Card }) {
  const { name, company, text, publishedIn, tags, provider, scene, today } = card
  const isForeign = publishedIn === 'en' && language === 'hi'
  return (
    <li class="card">
      <Scene name={scene} />
      <div class="card-words">
        <h3><a href={addressOf(language, `models/${provider}/`)}>{name}</a></h3>
        <p class="card-company">{company}</p>
        {isForeign ? <p lang="en">{text.en}</p> : <p>{text[language]}</p>}
        <p class="tags" lang={isForeign ? 'en' : undefined}>{tags[language].map((tag) => <span key={tag}><span class="tag">{tag}</span> </span>)}</p>
        {isForeign && <p class="card-aside">{text.hi}</p>}
        {today && <Today language={language} {...today} />}
      </div>
    </li>
  )
}
