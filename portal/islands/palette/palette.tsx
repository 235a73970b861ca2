// The search over all pages: a dialog that the keyboard alone can use. What it looks through is loaded when it opens.
import { render } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { reach } from '../../ask.ts'
import type { Place } from '../../data/search/index.ts'
import type { Language } from '../../language.ts'
import { indexOf, scoreOf } from '../../search/find.ts'
import { paletteWords } from '../../words/palette.ts'

const MOST_SHOWN = 12

export function openPalette(language: Language): void {
  const known = document.querySelector<HTMLDialogElement>('dialog.palette')
  if (known) return known.showModal()
  const dialog = document.createElement('dialog')
  dialog.className = 'palette'
  dialog.ariaLabel = paletteWords(language).search
  document.body.append(dialog)
  render(<Palette language={language} />, dialog)
  dialog.showModal()
}

function Palette({ language }: { readonly language: Language }) {
  const words = paletteWords(language)
  const [places, setPlaces] = useState<readonly Place[]>()
  const [isUnreachable, setUnreachable] = useState(false)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const load = async (): Promise<void> => {
      const response = await reach(`/${language}/search.json`)
      setPlaces((await response.json()) as readonly Place[])
    }
    load().catch(() => setUnreachable(true))
  }, [language])
  const indexed = useMemo(() => (places ?? []).map((place) => ({ place, index: indexOf(place.entry) })), [places])
  const found = useMemo(() => {
    if (query.trim() === '') return []
    const scored = indexed.map(({ place, index }) => ({ place, score: scoreOf(index, query) })).filter(({ score }) => score > 0)
    return scored.toSorted((one, other) => other.score - one.score).slice(0, MOST_SHOWN).map(({ place }) => place)
  }, [indexed, query])

  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault()
      return list.current?.querySelectorAll('a')[chosen]?.click()
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    setChosen(Math.max(0, Math.min(found.length - 1, chosen + step)))
  }
  return (
    <form method="dialog" role="search">
      <div class="palette-head">
        <input
          type="search" autofocus autocomplete="off" aria-label={words.search} placeholder={words.hint}
          value={query} onKeyDown={move} onInput={({ currentTarget }) => { setQuery(currentTarget.value); setChosen(0) }}
        />
        <button class="button quiet" type="submit" formNoValidate>{words.close}</button>
      </div>
      <p class="visually-hidden" role="status">{query.trim() === '' ? '' : words.found(found.length, found[chosen]?.title ?? '')}</p>
      <ul ref={list}>
        {found.map(({ address, title, about }, index) => (
          <li class={index === chosen ? 'chosen' : ''} key={address}>
            <a href={address}><strong>{title}</strong><span class="small soft">{about}</span></a>
          </li>
        ))}
      </ul>
      {isUnreachable && <p class="palette-none">{words.unreachable}</p>}
      {places && query.trim() !== '' && found.length === 0 && <p class="palette-none">{words.none}</p>}
    </form>
  )
}
