// A dialog over the page, open while it is there: the platform's own, which keeps the keyboard inside and gives the focus back.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  /** What holds something that must not be lost asks here before it closes; Escape alone never closes it. */
  readonly onLeave?: () => void
  readonly children: ComponentChildren
}

export function Dialog({ title, onClose, onLeave, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()
  const leave = onLeave ?? onClose
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      class="dialog" ref={element} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); leave() }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        leave()
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}
