// What stands around every page, in Hindi.
import type { frame as en } from '../en/frame.ts'
import type { Words } from '../pick.ts'

export const frame: Words<typeof en> = {
  skip: 'सीधे कंटेंट पर जाएँ',
  home: 'Doitong, होम',
  navigation: 'पेज',
  otherLanguage: 'English',
  otherLanguageHint: 'Read this page in English',
  darker: 'डार्क थीम',
  lighter: 'लाइट थीम',
  footerPromise: 'क्रेडिट एक ही बार कटते हैं। असफल हो तो पूरे वापस।',
  footerBuilt: 'वीडियो, इमेज, अवतार और आवाज़ — सब एक ही API से।',
  footNavigation: 'सर्विस के बारे में',
  signIn: 'साइन इन',
  dashboard: 'डैशबोर्ड',
}
