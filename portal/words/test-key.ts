// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

interface TestKeyWords {
  readonly invitation: string
  readonly make: string
  readonly making: string
  readonly signedOut: string
  readonly kept: (shown: string, until: string) => string
  readonly forget: string
  readonly unreachable: string
}

const TABLES: Readonly<Record<Language, TestKeyWords>> = {
  en: {
    invitation: 'With a test key of your own you can paste the samples and run them: no company, no credits. It works for 24 hours and stays in this tab.',
    make: 'Put a test key into the samples',
    making: 'Making it …',
    signedOut: 'You sign in first, and come back here.',
    kept: (shown, until) => `The samples carry your test key ${shown}. It works until ${until}.`,
    forget: 'Forget it',
    unreachable: 'No network. Nothing was made: try again.',
  },
  hi: {
    invitation: 'अपनी test key डालें, तो ये कोड सीधे पेस्ट करके चला सकते हैं: न कोई कंपनी, न क्रेडिट। key 24 घंटे चलती है और इसी टैब में रहती है।',
    make: 'कोड में test key डालें',
    making: 'बन रही है …',
    signedOut: 'पहले साइन इन होगा, फिर आप यहीं लौटेंगे।',
    kept: (shown, until) => `कोड में आपकी test key ${shown} है। यह ${until} तक चलेगी।`,
    forget: 'हटाएँ',
    unreachable: 'नेटवर्क नहीं है। कुछ नहीं बना: दोबारा कोशिश करें।',
  },
}

export const testKeyWords = (language: Language): TestKeyWords => pick(TABLES, language)
