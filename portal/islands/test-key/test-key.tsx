// A button that makes a test key for the samples of this tab. Signed out it leads to the sign-in, and makes the key on the way back.
import { useEffect, useState } from 'preact/hooks'
import { ask, AskError, mayBeSignedIn, operation, signIn } from '../../ask.ts'
import { momentOf } from '../../language.ts'
import type { Language } from '../../language.ts'
import { forgetKey, inHours, keepKey, keptKey, putIntoSamples } from '../../test-key.ts'
import type { TestKey as Key } from '../../test-key.ts'
import { testKeyWords } from '../../words/test-key.ts'

const WANTED = 'test-key.wanted'
const HOURS = 24
const SHOWN_CHARACTERS = 12

interface Wanted {
  readonly name: string
  readonly mode: 'TEST'
  readonly expiresAt: string
}

const CREATE = operation<{ readonly apiKeyCreate: { readonly secret: string } }, { readonly input: Wanted }>(`mutation MakeTestKey($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }`)

export function TestKey({ language }: { readonly language: Language }) {
  const words = testKeyWords(language)
  const [key, setKey] = useState<Key>()
  const [isMaking, setMaking] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [isOut, setOut] = useState(false)

  const make = async (): Promise<void> => {
    if (!mayBeSignedIn()) {
      sessionStorage.setItem(WANTED, '')
      return signIn()
    }
    setMaking(true)
    setProblem(undefined)
    const expiresAt = inHours(HOURS)
    try {
      const { apiKeyCreate: { secret } } = await ask(CREATE, { variables: { input: { name: 'Docs', mode: 'TEST', expiresAt } }, mode: 'live' })
      const made = { secret, expiresAt }
      keepKey(made)
      putIntoSamples(made)
      setKey(made)
    } catch (error) {
      setProblem(error instanceof AskError ? error.message : words.unreachable)
    }
    setMaking(false)
  }
  useEffect(() => {
    setKey(keptKey())
    setOut(!mayBeSignedIn())
    if (sessionStorage.getItem(WANTED) === null) return
    sessionStorage.removeItem(WANTED)
    if (mayBeSignedIn() && !keptKey()) void make()
  }, [])
  return (
    <aside class="test-key">
      <p role="status">{key ? words.kept(`${key.secret.slice(0, SHOWN_CHARACTERS)}…`, momentOf(key.expiresAt, language)) : words.invitation}</p>
      <p class="test-key-row">
        {key
          ? <button type="button" class="button quiet" onClick={forget}>{words.forget}</button>
          : <button type="button" class="button" disabled={isMaking} onClick={() => void make()}>{isMaking ? words.making : words.make}</button>}
        {!key && isOut && <span class="soft small">{words.signedOut}</span>}
      </p>
      {problem !== undefined && <p class="problem" role="alert">{problem}</p>}
    </aside>
  )
}

/** What stands in the samples goes with the page. */
function forget(): void {
  forgetKey()
  location.reload()
}
