// The documents in their order. Prose stands in two files of one name: English in docs/guide, Hindi in portal/prose/hi.
import type { Sentence } from '../../language.ts'

export interface DocsEntry {
  readonly path: string
  readonly title: Sentence
  readonly about: Sentence
  /** Its file of prose, without the ending; absent for pages that are rendered from data. */
  readonly file?: string
}

const prose = (file: string, title: Sentence, about: Sentence): DocsEntry => ({ path: `docs/${file}/`, title, about, file })

/** Linked from every page's foot too. */
export const CHANGES: DocsEntry = { path: 'docs/changes/', title: { en: 'Changes', hi: 'बदलाव' }, about: { en: 'What changed for callers, by day.', hi: 'API इस्तेमाल करने वालों के लिए क्या बदला, तारीख़ के साथ।' } }

export const DOCS: readonly { readonly title: Sentence; readonly pages: readonly DocsEntry[] }[] = [
  {
    title: { en: 'Begin', hi: 'शुरुआत' },
    pages: [
      prose('quick-start', { en: 'Quick start', hi: 'क्विक स्टार्ट' }, { en: 'The first generation, with curl, JavaScript and Python.', hi: 'पहली जनरेशन: curl, JavaScript और Python से।' }),
      prose('test-keys', { en: 'Test keys', hi: 'Test key' }, { en: 'Trying everything without a company or a credit.', hi: 'बिना क्रेडिट खर्च किए सब आज़माएँ।' }),
      prose('generating', { en: 'Generating', hi: 'जनरेट करना' }, { en: 'What a request holds, and what you get.', hi: 'रिक्वेस्ट में क्या होता है, और क्या मिलता है।' }),
      prose('story', { en: 'The story of a generation', hi: 'Generation की कहानी' }, { en: 'What it was made from, and all that happened to it.', hi: 'वह किससे बनी, और उसके साथ क्या-क्या हुआ।' }),
      prose('waiting', { en: 'Waiting and streams', hi: 'इंतज़ार और stream' }, { en: 'Hearing of the end, and following on the way.', hi: 'नतीजा कब आया, और बीच में क्या हुआ।' }),
    ],
  },
  {
    title: { en: 'Money', hi: 'क्रेडिट' },
    pages: [
      prose('credits', { en: 'Credits and refunds', hi: 'क्रेडिट और वापसी' }, { en: 'When you are charged, what comes back.', hi: 'कब कटते हैं, कब लौटते हैं।' }),
      prose('idempotency', { en: 'Idempotency', hi: 'Idempotency' }, { en: 'Repeating a request safely.', hi: 'रिक्वेस्ट को बेफ़िक्र दोहराएँ।' }),
      prose('queueing', { en: 'Waiting for a slot', hi: 'जगह का इंतज़ार' }, { en: 'A line instead of 429: `onLimit: QUEUE`.', hi: '429 की जगह लाइन: `onLimit: QUEUE`।' }),
      prose('cancelling', { en: 'Cancelling', hi: 'रद्द करना' }, { en: 'The four outcomes, and what comes back.', hi: 'चार नतीजे, और क्या वापस आता है।' }),
      prose('limits', { en: 'Limits', hi: 'सीमाएँ' }, { en: 'Of plans, requests, keys and webhooks.', hi: 'प्लान, रिक्वेस्ट, key और webhook की।' }),
    ],
  },
  {
    title: { en: 'In depth', hi: 'विस्तार से' },
    pages: [
      { path: 'docs/errors/', title: { en: 'Error codes', hi: 'एरर कोड' }, about: { en: 'Every code: what happened, what to do.', hi: 'हर कोड: क्या हुआ, क्या करें।' } },
      prose('choosing', { en: 'Choosing and failover', hi: 'चुनाव और failover' }, { en: '`quote`, priorities, health, models that are gone.', hi: '`quote`, priority, health और बंद हो चुके मॉडल।' }),
      prose('options', { en: 'Options and adjustments', hi: 'ऑप्शन और adjustments' }, { en: 'How values are read, and what happens to those that cannot be served.', hi: 'वैल्यू कैसे पढ़ी जाती है, और जो न बन सके उसका क्या होता है।' }),
      prose('uploads', { en: 'Uploads', hi: 'Uploads' }, { en: 'Files of yours as inputs.', hi: 'अपनी फ़ाइलें इनपुट में दें।' }),
      prose('media', { en: 'Media and retention', hi: 'फ़ाइलें कब तक रहती हैं' }, { en: 'Files you get and files you give.', hi: 'जो फ़ाइलें मिलती हैं, और जो आप देते हैं।' }),
      prose('webhooks', { en: 'Webhooks', hi: 'Webhooks' }, { en: 'Signatures, delivery, endpoints.', hi: 'signature, delivery और endpoint।' }),
      prose('events', { en: 'Events', hi: 'Events' }, { en: 'What is told, and the feed of it.', hi: 'क्या-क्या बताया जाता है, और उसकी सूची।' }),
      prose('keys', { en: 'Keys and client tokens', hi: 'Key और client token' }, { en: 'Scopes, bounds, spending limits, browsers.', hi: 'scope, खर्च-सीमा और ब्राउज़र।' }),
      prose('your-data', { en: 'Your data', hi: 'आपका डेटा' }, { en: 'What is kept, how to get it, and how it ends.', hi: 'क्या रखा जाता है, कैसे मिले, कैसे मिटे।' }),
      prose('http', { en: 'GraphQL over HTTP', hi: 'HTTP पर GraphQL' }, { en: 'Methods, headers, persisted documents.', hi: 'method, header और persisted document।' }),
    ],
  },
  {
    title: { en: 'Reference', hi: 'संदर्भ' },
    pages: [
      { path: 'docs/schema/', title: { en: 'Schema reference', hi: 'Schema reference' }, about: { en: 'Every operation, type, field and value.', hi: 'हर operation, type, field और value।' } },
      CHANGES,
    ],
  },
]
