// A secret that is shown once. Until it was copied, nothing closes it by accident: not Escape, not leaving the page.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Dialog } from '../../ui/dialog.tsx'
import { secretWords } from '../../words/dashboard/secret.ts'
import { useDashboard } from './context.ts'

interface SecretProps {
  readonly title: string
  readonly hint: string
  readonly secret: string
  readonly onClose: () => void
  /** What can be done with it at once. */
  readonly children?: ComponentChildren
}

export function SecretDialog({ title, hint, secret, onClose, children }: SecretProps) {
  const { language } = useDashboard()
  const words = secretWords(language)
  const [isCopied, setCopied] = useState(false)
  const [isDoubted, setDoubted] = useState(false)
  useEffect(() => {
    if (isCopied) return
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', stay)
    return () => removeEventListener('beforeunload', stay)
  }, [isCopied])
  const leave = (): void => (isCopied ? onClose() : setDoubted(true))
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret)
    setCopied(true)
    setDoubted(false)
  }
  return (
    <Dialog title={title} onClose={onClose} onLeave={leave}>
      <p>{hint}</p>
      <div class="secret">
        <code class="secret-text" data-secret>{secret}</code>
        <button class="button" type="button" autofocus onClick={() => void copy()}>{isCopied ? words.copied : words.copy}</button>
      </div>
      {children}
      {isDoubted && (
        <div class="notice" role="alert">
          <p>{words.doubt}</p>
          <p class="dash-actions"><button class="button quiet danger" type="button" onClick={onClose}>{words.closeAnyway}</button></p>
        </div>
      )}
      <p class="dialog-foot"><button class="button plain" type="button" onClick={leave}>{words.stored}</button></p>
      <span class="visually-hidden" role="status">{isCopied ? words.copied : ''}</span>
    </Dialog>
  )
}
