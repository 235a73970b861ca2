// The status page, in Hindi.
import type { status as en } from '../en/status.ts'
import type { Words } from '../pick.ts'

export const status: Words<typeof en> = {
  title: 'स्टेटस',
  lead: 'हर provider कैसा चल रहा है, हमारे अपने नतीजों से: अभी, और पिछले 90 दिन में। वादा नहीं, नापी हुई बात।',
  loading: 'हाल पूछा जा रहा है …',
  unreachable: 'आँकड़े इस समय नहीं मिल रहे। पेज एक मिनट में फिर कोशिश करेगा।',
  now: 'अभी',
  lastDay: 'पिछला दिन',
  success: 'सफल',
  median: 'सामान्य समय',
  attempts: (count) => `${count} प्रयास`,
  ninety: '90 दिन',
  measuredHere: 'कैसा चल रहा है, नापकर:',
  bar: (day, told) => `${day}: ${told}`,
  noTraffic: 'कोई ट्रैफ़िक नहीं',
  fewTraffic: 'कहने लायक ट्रैफ़िक नहीं',
  percent: (rate) => `${rate} % सफल`,
  measured: (time) => `${time} तक नापा गया।`,
  notMeasured: 'अभी तक कुछ नापा नहीं गया।',
  since: (time) => `${time} से`,
  incidents: 'पिछले 14 दिन की रुकावटें',
  none: 'कोई नहीं।',
  goesOn: 'जारी है',
  counted: 'क्या गिना जाता है',
  countedText: 'एक generation को एक कंपनी के पास भेजना एक प्रयास है। वह सफल या असफल हो, तभी गिना जाता है। कंटेंट के नियमों ने जिसे रोका, जो इनपुट ग़लत था, और जिसे भेजने वाले ने वापस लिया, वह किसी में नहीं। 20 से कम प्रयास हों, तो कोई दावा नहीं। Test key के प्रयास कभी नहीं गिने जाते।',
  feeds: 'प्रोग्राम के लिए:',
}
