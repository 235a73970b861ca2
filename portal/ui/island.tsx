// A place on a page that comes alive: drawn at build time where its view is given, else with what is told meanwhile.
import { h } from 'preact'
import type { ComponentChildren, FunctionComponent } from 'preact'
import type { IslandName, View, ViewOf } from '../islands/registry.ts'

type PropsOf<Name extends IslandName> = ViewOf<Name> extends View ? Parameters<ViewOf<Name>>[0] : never

interface IslandProps<Name extends IslandName> {
  readonly name: Name
  /** What its view is given: JSON. */
  readonly props: PropsOf<Name>
  /** Draws it into the page already. */
  readonly view?: ViewOf<Name>
  /** Instead, until it has started: without a script it stays. */
  readonly children?: ComponentChildren
}

export function Island<Name extends IslandName>({ name, props, view, children }: IslandProps<Name>) {
  const drawn = view === undefined ? children : h(view as FunctionComponent<object>, props as object)
  return (
    <div class="island" data-island={name} data-props={JSON.stringify(props)} data-is-drawn={view === undefined ? undefined : ''}>
      {drawn}
    </div>
  )
}
