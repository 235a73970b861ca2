// The account, in Hindi.
import type { account as en } from '../../en/dashboard/account.ts'
import type { Words } from '../../pick.ts'

export const account: Words<typeof en> = {
  facts: 'आपका अकाउंट',
  name: 'नाम',
  id: 'Id',
  plan: 'प्लान',
  signOut: 'साइन आउट करें',
  export: 'आपके डेटा की कॉपी',
  exportHint: 'JSON lines की एक ZIP: अकाउंट, keys, endpoints, uploads, events, लेजर, और हर जनरेशन अपने इनपुट और फ़ाइलों के लिंक के साथ। इसमें कोई secret नहीं होता।',
  exportTest: 'टेस्ट मोड में इसमें वही होता है जो टेस्ट मोड में बना।',
  begin: 'ZIP बनवाएँ',
  noExports: 'अभी कोई ZIP नहीं है। दिन में तीन बनवा सकते हैं।',
  running: 'बन रही है …',
  ready: 'तैयार',
  askedAt: (moment) => `${moment} को माँगी`,
  keptUntil: (moment) => `${moment} तक रहेगी`,
  download: (size) => `डाउनलोड करें, ${size}`,
  downloadHint: 'लिंक क़रीब एक घंटा चलता है। नया लिंक चाहिए तो पेज फिर से खोलें।',
  close: 'अकाउंट बंद करना',
  closeHint: 'Keys, tokens और सेशन उसी समय बंद हो जाते हैं, टेस्ट मोड के भी। जो बन रहा है वह रद्द होता है। 30 दिन तक support इसे फिर खोल सकता है; उसके बाद लेजर के आँकड़ों के सिवा सब मिटा दिया जाता है। बचे हुए क्रेडिट के पैसे नहीं मिलते: पहले support से पूछ लें।',
  closeTest: 'अकाउंट लाइव मोड में बंद होता है: ऊपर से लाइव चुनें।',
  closeAct: 'अकाउंट बंद करें …',
  closeTitle: 'यह अकाउंट बंद करें?',
  typeName: (name) => `आगे बढ़ने के लिए "${name}" लिखें`,
  closeNow: 'बंद करें',
  closed: 'आपका अकाउंट बंद हो गया।',
  closedHint: (moment) => `${moment} तक support इसे फिर खोल सकता है। यह id सँभालकर रखें:`,
  more: 'क्या रखा जाता है, और क्या कब मिटता है',
}
