// The account itself: who it is, a copy of its data, the way out.
import type { Language } from '../../../language.ts'
import { accountWords } from '../../../words/dashboard/account.ts'
import { Asked } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'
import { useAsk } from '../use-ask.ts'
import { Archives } from './archives.tsx'
import { CloseAccount } from './close-account.tsx'
import { LowBalance } from './low-balance.tsx'
import { ACCOUNT } from './operations.ts'

export function AccountPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="account"><Account /></Dashboard>
}

function Account() {
  const { language } = useDashboard()
  const words = accountWords(language)
  const asked = useAsk(ACCOUNT, {})
  return (
    <Asked asked={asked}>
      {({ me, accountExports }) => (
        <>
          <section class="dash-section">
            <div class="dash-section-head">
              <h2>{words.facts}</h2>
              <form method="post" action="/auth/sign-out"><button class="button plain" type="submit">{words.signOut}</button></form>
            </div>
            <dl class="account-facts">
              <div><dt>{words.name}</dt><dd>{me.name}</dd></div>
              <div><dt>{words.id}</dt><dd><code>{me.id}</code></dd></div>
              <div><dt>{words.plan}</dt><dd>{me.plan}</dd></div>
            </dl>
          </section>
          <LowBalance creditsLowAt={me.creditsLowAt} again={asked.again} />
          <Archives archives={accountExports} again={asked.again} />
          <CloseAccount me={me} />
        </>
      )}
    </Asked>
  )
}
