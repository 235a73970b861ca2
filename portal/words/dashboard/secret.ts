// Of a secret that is shown once: few enough to stand in one file.
import type { Language } from '../../language.ts'
import { pick } from '../pick.ts'

interface SecretWords {
  readonly copy: string
  readonly copied: string
  readonly stored: string
  readonly doubt: string
  readonly closeAnyway: string
}

export const secretWords = (language: Language): SecretWords =>
  pick(
    {
      en: { copy: 'Copy', copied: 'Copied', stored: 'I have stored it', doubt: 'It was not copied with the button. Once closed, nobody can show it again.', closeAnyway: 'Close anyway' },
      hi: { copy: 'कॉपी करें', copied: 'कॉपी हो गया', stored: 'मैंने रख लिया', doubt: 'बटन से कॉपी नहीं किया गया। बंद करने के बाद इसे कोई दोबारा नहीं दिखा सकता।', closeAnyway: 'फिर भी बंद करें' },
    },
    language,
  )
