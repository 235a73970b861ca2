// The home page, in Hindi. What was published stands in data/published.
import type { home as en } from '../en/home.ts'
import type { Words } from '../pick.ts'

export const home: Words<typeof en> = {
  title: 'Doitong डेवलपर पोर्टल',
  suite: 'संपूर्ण AI कंटेंट जनरेशन API सुइट',
  lead: 'एक ही एकीकृत API के माध्यम से 30+ अत्याधुनिक AI मॉडल्स तक पहुँचें। इंडस्ट्री-लीडिंग क्वालिटी के साथ वीडियो, इमेज, अवतार और स्पीच जेनरेट करें।',
  start: 'API key बनाएँ',
  quickStart: 'कोड देखें',
  published: 'जैसा प्रकाशित हुआ',
  today: 'आज',
  receiptTitle: 'रसीद',
  receiptModel: 'मॉडल',
  receiptCharged: 'क्रेडिट कटे',
  receiptFailed: 'असफल',
  receiptTimedOut: 'समय पर नहीं बना',
  receiptBack: 'क्रेडिट वापस',
  receiptTotal: 'आपने चुकाया',
  receiptStamp: 'पूरे वापस',
  receiptFoot: 'असफल हुआ, तो कुछ नहीं लगा। क्रेडिट उसी पल वापस।',
  credits: (count) => `${count} क्रेडिट`,
}
