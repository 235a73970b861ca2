// Starts the islands of a page: each where the reader comes near it, from what the page was given.
import { h, hydrate, render } from 'preact'
import type { FunctionComponent } from 'preact'
import { ISLANDS } from './registry.ts'
import type { View } from './registry.ts'
import { reloadOnce } from './reload-once.ts'

/** How far below the screen an island already starts. */
const NEAR = '400px'
const known: ReadonlyMap<string, () => Promise<View>> = new Map(Object.entries(ISLANDS))

export function startIslands(): void {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue
        watcher.unobserve(target)
        void start(target)
      }
    },
    { rootMargin: NEAR },
  )
  for (const place of document.querySelectorAll('[data-island]')) watcher.observe(place)
}

async function start(place: HTMLElement): Promise<void> {
  const { island = '', props = '{}', isDrawn } = place.dataset
  const load = known.get(island)
  if (!load) return
  const loaded = await load().catch(reloadOnce)
  if (!loaded) return
  const view = h(loaded as FunctionComponent<object>, JSON.parse(props) as object)
  if (isDrawn === undefined) {
    place.replaceChildren()
    render(view, place)
  } else {
    hydrate(view, place)
  }
  place.dataset['started'] = ''
}
