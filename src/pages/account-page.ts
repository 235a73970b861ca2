// The page of a person: sign in, or see plan and credits, make a key and sign out. Its script asks `/graphql` as any
// client does, with the session's cookie instead of a key.
import type { Language } from '../domain/errors.ts'
import { escapeHtml, page } from './page.ts'
import type { accounts } from '../store/tables.ts'

const WORDS = {
  en: {
    invitation: 'Sign in to see your credits and make an API key.',
    signIn: 'Sign in',
    plan: 'Plan',
    credits: 'Credits',
    make: 'Make an API key',
    once: 'This key is shown only now. Copy it and keep it safe.',
    signOut: 'Sign out',
  },
  hi: {
    invitation: 'अपने क्रेडिट देखने और API key बनाने के लिए साइन इन करें।',
    signIn: 'साइन इन करें',
    plan: 'प्लान',
    credits: 'क्रेडिट',
    make: 'API key बनाएँ',
    once: 'यह key दोबारा नहीं दिखेगी। इसे कॉपी करके सुरक्षित रख लें।',
    signOut: 'साइन आउट करें',
  },
} as const satisfies Record<Language, Record<string, string>>

/** The key has all scopes but `admin`: an account's first one makes the others. */
const SCRIPT = `const [make, key, note] = ['make', 'key', 'note'].map((id) => document.getElementById(id))
make.onclick = async () => {
  make.disabled = true
  const query = 'mutation { apiKeyCreate(input: { name: "Account page", scopes: [GENERATE, READ, KEYS, BILLING] }) { secret } }'
  const headers = { 'content-type': 'application/json', 'accept-language': document.documentElement.lang }
  try {
    const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) })
    if (answer.status === 401) location.reload()
    const { data, errors } = await answer.json()
    key.textContent = data ? data.apiKeyCreate.secret : errors[0].message
    note.hidden = !data
  } catch (error) {
    key.textContent = error.message
  }
  make.disabled = false
}`

/** @param account null: nobody is signed in */
export function accountPage(account: Pick<typeof accounts.$inferSelect, 'name' | 'plan' | 'credits'> | null, language: Language, nonce: string): string {
  const words = WORDS[language]
  const body = account
    ? `<h1>${escapeHtml(account.name)}</h1>
<p>${words.plan}: ${account.plan}</p><p>${words.credits}: ${account.credits.toLocaleString('en-IN')}</p>
<section><button id="make">${words.make}</button><output id="key"></output><p id="note" hidden>${words.once}</p></section>
<section><form method="post" action="/auth/sign-out"><button>${words.signOut}</button></form></section>
<script nonce="${nonce}">${SCRIPT}</script>`
    : `<h1>Doitong</h1>
<section><p>${words.invitation}</p><p><a href="/auth/sign-in">${words.signIn}</a></p></section>`
  return page({ language, title: account ? escapeHtml(account.name) : words.signIn, body, nonce })
}

export const accountPagePolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
