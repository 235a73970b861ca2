// Six promises, five error codes and four plans, as published.
import type { Sentence } from '../../language.ts'
import type { TodayLine } from '../../ui/today.tsx'
import { limitsOf } from '../../../src/domain/plans.ts'
import type { Plan } from '../../../src/domain/plans.ts'

const ON = '2026-11-28'

export interface Pledge {
  readonly title: Sentence
  readonly text: Sentence
  readonly today?: TodayLine
}

export const PROMISES_TITLE: Sentence = { hi: 'एक API, असीमित संभावनाएँ', en: 'One API, unlimited possibilities' }

export const PROMISES: readonly Pledge[] = [
  {
    title: { hi: 'यूनिवर्सल जनरेशन', en: 'Universal generation' },
    text: {
      hi: "सभी कंटेंट टाइप्स - वीडियो, इमेज, ऑडियो, अवतार के लिए सिंगल 'generate' मेथड। एक सुसंगत API के साथ अपने इंटीग्रेशन को सरल बनाएँ।",
      en: "A single 'generate' method for all content types: video, image, audio, avatar. Simplify your integration with one consistent API.",
    },
  },
  {
    title: { hi: 'स्मार्ट प्रोवाइडर सिलेक्शन', en: 'Smart provider selection' },
    text: {
      hi: 'हमारी AI को आपकी आवश्यकताओं के आधार पर सबसे अच्छा प्रोवाइडर चुनने दें, या पूर्ण नियंत्रण के लिए अपना पसंदीदा प्रोवाइडर खुद चुनें।',
      en: 'Let our AI choose the best provider for what you need, or choose your own for full control.',
    },
    today: { text: { hi: 'चुनाव AI नहीं, लिखे हुए नियम करते हैं: `quote` कारण भी बताता है।', en: 'Written rules choose, not an AI: `quote` tells the reasons.' }, on: ON },
  },
  {
    title: { hi: 'Idempotent रिक्वेस्ट्स', en: 'Idempotent requests' },
    text: {
      hi: 'Idempotency-Key हेडर्स के साथ सुरक्षित रिट्राइज़। नेटवर्क समस्याओं के कारण डुप्लीकेट चार्ज की चिंता कभी न करें।',
      en: 'Safe retries with Idempotency-Key headers. Never worry about a double charge because of network problems.',
    },
  },
  {
    title: { hi: 'स्मार्ट रेट लिमिटिंग', en: 'Smart rate limiting' },
    text: {
      hi: 'स्पष्ट रेट लिमिट हेडर्स (X-RateLimit-*) आपको रिक्वेस्ट टाइमिंग को ऑप्टिमाइज़ करने और 429 एरर्स से बचने में मदद करते हैं।',
      en: 'Clear rate limit headers (X-RateLimit-*) help you to time your requests and to avoid 429 errors.',
    },
  },
  {
    title: { hi: 'सुरक्षित वेबहुक्स', en: 'Secure webhooks' },
    text: {
      hi: 'सुरक्षित एसिंक्रोनस नोटिफिकेशन के लिए HMAC-साइंड वेबहुक्स। कंटेंट तैयार होने पर तुरंत सूचित हों।',
      en: 'HMAC-signed webhooks for secure asynchronous notifications. Hear at once when your content is ready.',
    },
  },
  {
    title: { hi: 'स्पष्ट एरर कोड्स', en: 'Clear error codes' },
    text: {
      hi: 'INSUFFICIENT_CREDITS और RATE_LIMIT जैसे मशीन-रीडेबल एरर कोड्स डिबगिंग को आसान बनाते हैं।',
      en: 'Machine-readable error codes like INSUFFICIENT_CREDITS and RATE_LIMIT make debugging easy.',
    },
  },
]

export const ERRORS_TITLE: Sentence = { hi: 'सामान्य एरर कोड्स', en: 'Common error codes' }
export const ERRORS_HEAD = { hi: ['कोड', 'विवरण', 'कार्रवाई'], en: ['Code', 'Description', 'Action'] } as const

export const COMMON_ERRORS: readonly { readonly code: string; readonly text: Sentence; readonly action: Sentence }[] = [
  {
    code: 'INSUFFICIENT_CREDITS',
    text: { hi: 'इस ऑपरेशन के लिए पर्याप्त क्रेडिट नहीं हैं', en: 'Not enough credits for this operation' },
    action: { hi: 'अपने अकाउंट क्रेडिट टॉप-अप करें', en: 'Top up the credits of your account' },
  },
  { code: 'RATE_LIMIT', text: { hi: 'बहुत अधिक रिक्वेस्ट्स', en: 'Too many requests' }, action: { hi: 'X-RateLimit-Reset हेडर चेक करें', en: 'Check the X-RateLimit-Reset header' } },
  { code: 'INVALID_INPUT', text: { hi: 'अमान्य पैरामीटर्स दिए गए', en: 'Invalid parameters were given' }, action: { hi: 'स्कीमा के अनुसार इनपुट चेक करें', en: 'Check the input against the schema' } },
  {
    code: 'PROVIDER_UNAVAILABLE',
    text: { hi: 'चुना गया प्रोवाइडर अस्थायी रूप से अनुपलब्ध है', en: 'The chosen provider is unavailable for now' },
    action: { hi: 'दोबारा प्रयास करें या ऑटो-सिलेक्ट चुनने दें', en: 'Try again, or let auto-select choose' },
  },
  {
    code: 'GENERATION_FAILED',
    text: { hi: 'कंटेंट जनरेशन विफल रहा', en: 'The content generation failed' },
    action: { hi: 'अलग पैरामीटर्स के साथ दोबारा प्रयास करें', en: 'Try again with other parameters' },
  },
]

export const PLANS_TITLE: Sentence = { hi: 'प्लान के अनुसार रेट लिमिट्स', en: 'Rate limits by plan' }
export const PLANS_HEAD = { hi: ['प्लान', 'रिक्वेस्ट/मिनट', 'कन्करेंट', 'दैनिक सीमा'], en: ['Plan', 'Requests/minute', 'Concurrent', 'Daily limit'] } as const

const rowOf = (name: string, plan: Plan): readonly string[] => {
  const { perMinute, concurrent, perDay } = limitsOf(plan, null)
  return [name, String(perMinute), String(concurrent), perDay === null ? 'Unlimited' : perDay.toLocaleString('en')]
}

/** The figures are the code's; Enterprise is agreed account by account. */
export const PLAN_ROWS: readonly (readonly string[])[] = [rowOf('Free', 'FREE'), rowOf('Starter', 'STARTER'), rowOf('Pro', 'PRO'), ['Enterprise', 'Custom', 'Custom', 'Unlimited']]

export const QUICK_START_TITLE: Sentence = { hi: 'क्विक स्टार्ट कोड उदाहरण', en: 'Quick start: code examples' }

export const CLOSING_TITLE: Sentence = { hi: 'कुछ अद्भुत बनाने के लिए तैयार हैं?', en: 'Ready to make something amazing?' }
export const CLOSING_TEXT: Sentence = {
  hi: 'नेक्स्ट-जेनरेशन AI कंटेंट बनाने के लिए हमारे API का उपयोग करने वाले हज़ारों डेवलपर्स में शामिल हों',
  en: 'Join the thousands of developers who use our API to make the next generation of AI content',
}
