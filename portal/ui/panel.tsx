// What is opened when it is wanted: what stands in it is reckoned and loaded from then on.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'

interface PanelProps {
  readonly title: string
  readonly children: () => ComponentChildren
}

export function Panel({ title, children }: PanelProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="play-panel" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && children()}
    </details>
  )
}
