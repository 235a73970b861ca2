// Tabs that need no script: radio buttons choose, the style sheet shows. Arrow keys go from one to the next.
import type { ComponentChildren } from 'preact'

export interface Tab {
  readonly name: string
  readonly content: ComponentChildren
}

/** As many as the style sheet knows: styles/tabs.css. */
export function Tabs({ id, label, tabs }: { readonly id: string; readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <div class="tabs">
      <fieldset class="tab-list">
        <legend class="visually-hidden">{label}</legend>
        {tabs.map(({ name }, index) => (
          <label class="tab" key={name}>
            <input class="visually-hidden" type="radio" name={id} checked={index === 0} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {tabs.map(({ name, content }) => <div class="tab-panel" key={name}>{content}</div>)}
    </div>
  )
}
