// Which dialog of a part is open. What one has changed is asked for again when it closes.
import { useState } from 'preact/hooks'

/** A secret that was just made is shown once. */
export interface ShownSecret {
  readonly kind: 'SECRET'
  readonly secret: string
}

export function useOpen<Kind>(again: () => void) {
  const [open, setOpen] = useState<Kind | ShownSecret>()
  const close = (): void => {
    setOpen(undefined)
    again()
  }
  const onMade = (secret: string): void => setOpen({ kind: 'SECRET', secret })
  return { open, setOpen, close, onMade }
}
