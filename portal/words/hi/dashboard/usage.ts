// The page of usage, in Hindi.
import type { usage as en } from '../../en/dashboard/usage.ts'
import type { Words } from '../../pick.ts'

export const usage: Words<typeof en> = {
  filters: 'क्या दिखाना है',
  by: 'किस हिसाब से',
  views: { DAY: 'दिन', PROVIDER: 'Provider', TYPE: 'टाइप', MODEL: 'मॉडल', KEY: 'Key', END_USER: 'End user' },
  titles: { DAY: 'दिन के हिसाब से', PROVIDER: 'Provider के हिसाब से', TYPE: 'टाइप के हिसाब से', MODEL: 'मॉडल के हिसाब से', KEY: 'Key के हिसाब से', END_USER: 'End user के हिसाब से' },
  days: 'कितने दिन (UTC)',
  own: 'ख़ुद चुनें',
  measure: 'किसमें नापें',
  metrics: { credits: 'क्रेडिट', generations: 'जनरेशन' },
  spent: 'खर्च हुए क्रेडिट',
  cameBack: 'वापस आए क्रेडिट',
  made: 'जनरेशन',
  failed: 'असफल',
  share: 'हिस्सा',
  chart: 'हर दिन की एक पट्टी। यही आँकड़े नीचे तालिका में हैं।',
  told: (spent, back, made) => `${spent} क्रेडिट खर्च, ${back} वापस, ${made} जनरेशन`,
  nothing: 'इन दिनों में कुछ नहीं बना।',
  others: (count) => `बाक़ी ${count} मिलाकर`,
  people: 'साइन इन किए लोग',
  only: 'सिर्फ़',
  showAll: 'सब दिखाएँ',
  byDay: (name) => `${name}, दिन के हिसाब से`,
  noEndUser: 'बिना end user के',
  types: { VIDEO: 'वीडियो', IMAGE: 'इमेज', AUDIO: 'आवाज़', AVATAR: 'अवतार' },
}
