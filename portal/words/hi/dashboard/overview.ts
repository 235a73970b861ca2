// The overview, in Hindi.
import type { overview as en } from '../../en/dashboard/overview.ts'
import type { Words } from '../../pick.ts'

export const overview: Words<typeof en> = {
  start: 'पहले तीन काम',
  startDone: (done, all) => `${all} में से ${done} हुए`,
  done: 'हो गया',
  steps: {
    key: { title: 'API key बनाएँ', text: 'बस एक नाम दें। टेस्ट मोड में कुछ नहीं लगता।', act: 'Key बनाएँ' },
    generation: { title: 'पहली जनरेशन बनाएँ', text: 'प्लेग्राउंड में, या क्विक स्टार्ट से अपनी key के साथ।', act: 'प्लेग्राउंड खोलें' },
    webhook: { title: 'तैयार होने की ख़बर पाएँ', text: 'Webhook हो तो बार-बार पूछना नहीं पड़ता।', act: 'Endpoint जोड़ें' },
  },
  balance: 'बैलेंस',
  testBalance: 'टेस्ट बैलेंस',
  credits: (count) => `${count} क्रेडिट`,
  made: (days) => `${days} दिन में बनाए`,
  perDay: 'रोज़ का औसत',
  lasts: 'इस रफ़्तार से चलेंगे',
  lastsUnknown: 'खर्च नहीं हुआ',
  days: (count) => `${count} दिन`,
  rate: (rupees, day) => `₹${rupees} प्रति डॉलर के हिसाब से: ${day} का हमारा मोटा आँकड़ा, आज का भाव नहीं।`,
  testStamp: 'टेस्ट',
  testFoot: 'टेस्ट क्रेडिट का कोई पैसा नहीं। असली क्रेडिट ऊपर के स्विच से देखें।',
  limits: 'आपके प्लान की लिमिट',
  concurrent: 'एक साथ',
  concurrentHint: 'एक पूरी होते ही जगह खाली होती है।',
  minute: 'हर 60 सेकंड में',
  day: 'आज',
  dayHint: '00:00 UTC पर फिर से शुरू, यानी भारत में सुबह 5:30 बजे।',
  reads: 'हर 60 सेकंड में पढ़ना',
  of: (used, most) => `${most} में से ${used}`,
  freesIn: (seconds) => `${seconds} सेकंड में और।`,
  noLimit: 'कोई लिमिट नहीं',
  suspended: 'आपका अकाउंट रोक दिया गया है: अभी कुछ नया नहीं लिया जाता। कृपया support को लिखें।',
}
