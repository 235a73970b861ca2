// What changed for callers, newest first: one list for both languages. CHANGELOG.md tells operators and contributors the rest.
import type { Sentence } from '../../language.ts'

export interface Change extends Sentence {
  /** Where it is told at length: below the language. */
  readonly page?: string
}

export interface Day {
  readonly on: string
  readonly added: readonly Change[]
  readonly changed: readonly Change[]
  readonly fixed: readonly Change[]
}

export const DAYS: readonly Day[] = [
  {
    on: '2026-11-28',
    added: [
      { en: 'The portal, in Hindi and English: catalogue with prices, documents, a page for each error code, playground, status.', hi: 'हिंदी और अंग्रेज़ी में पोर्टल: कीमत के साथ सारे मॉडल, दस्तावेज़, हर एरर कोड का पेज, प्लेग्राउंड और स्टेटस।', page: 'playground/' },
      { en: 'The dashboard: keys, generations, credits, usage, webhooks and your account, in test and live mode.', hi: 'डैशबोर्ड: key, generation, क्रेडिट, इस्तेमाल, webhook और आपका अकाउंट, टेस्ट और लाइव मोड में।', page: 'dashboard/' },
      { en: 'The schema, written out and found by the search. Documents that were read open without a network, and a button puts a test key into their samples.', hi: 'पूरा schema पेजों में, खोज से मिलता है। पढ़े हुए दस्तावेज़ बिना नेटवर्क के खुलते हैं, और एक बटन कोड में test key डाल देता है।', page: 'docs/schema/' },
      { en: '`onLimit: QUEUE`: over your plan\'s generations at once a request waits for its turn instead of being refused.', hi: '`onLimit: QUEUE`: एक साथ की सीमा पूरी हो, तो रिक्वेस्ट मना होने की जगह अपनी बारी का इंतज़ार करती है।', page: 'docs/queueing/' },
      { en: '`wait` and `Prefer: wait=n`: the answer comes when the generation has ended. `subscription { generation }` follows it live.', hi: '`wait` और `Prefer: wait=n`: generation पूरी होने पर ही जवाब आता है। `subscription { generation }` से लाइव देखें।', page: 'docs/waiting/' },
      { en: 'Uploads: `uploadCreate`, and `upl_…` wherever an input takes a URL.', hi: 'Uploads: `uploadCreate`, और जहाँ URL दे सकते हैं वहाँ `upl_…` भी।', page: 'docs/uploads/' },
      { en: '`timeline`, `input`, `options` and `apiKey` of a generation, and filters by model, key and error code.', hi: 'Generation का `timeline`, `input`, `options` और `apiKey`, और मॉडल, key व एरर कोड से फ़िल्टर।', page: 'docs/story/' },
      { en: '`events`: a numbered feed of what became true, kept for 30 days; `generation.expired` and `credits.low`.', hi: '`events`: जो हुआ उसकी नंबर वाली सूची, 30 दिन तक; `generation.expired` और `credits.low`।', page: 'docs/events/' },
      { en: 'Ten webhook endpoints an account, each with filters, headers and a secret of its own; `v1a` signatures (Ed25519).', hi: 'हर अकाउंट में दस webhook endpoint, हर एक के अपने filter, header और secret; `v1a` signature (Ed25519)।', page: 'docs/webhooks/' },
      { en: '`mediaDelete`, `storeDays`, `downloadUrl` with a name in any script, `metadata { sha256 }`, `posterUrl`, and `GET /media/verify/{sha256}`.', hi: '`mediaDelete`, `storeDays`, किसी भी लिपि के नाम वाला `downloadUrl`, `metadata { sha256 }`, `posterUrl` और `GET /media/verify/{sha256}`।', page: 'docs/media/' },
      { en: '`accountExport`: all that we keep of an account, as one archive. `accountClose` ends it.', hi: '`accountExport`: अकाउंट का सारा डेटा एक archive में। `accountClose` से अकाउंट बंद।', page: 'docs/your-data/' },
      { en: '`usage` by model, key or end user, with what failed and came back.', hi: 'मॉडल, key या end user के हिसाब से `usage`, असफल और वापसी के साथ।', page: 'docs/credits/' },
      { en: '`cancelRefund` of models and quotes: what comes back of what is cancelled after its start.', hi: 'मॉडल और quote का `cancelRefund`: शुरू होने के बाद रद्द करें तो क्या वापस आएगा।', page: 'docs/cancelling/' },
      { en: 'Kling 3.0 Turbo, 3.0 Omni, O1 and sound; Nano Banana 2.1; Gemini Omni; more kinds of HeyGen avatars.', hi: 'Kling 3.0 Turbo, 3.0 Omni, O1 और आवाज़; Nano Banana 2.1; Gemini Omni; HeyGen के और अवतार।', page: 'models/' },
      { en: 'With test keys come drawn scenes, chosen by the words of the text, and speech in Hindi or English.', hi: 'Test key से अब प्रॉम्प्ट के शब्दों से चुने सीन मिलते हैं, और हिंदी या अंग्रेज़ी में आवाज़।', page: 'docs/test-keys/' },
      { en: '`GET /status.json` and `/status.rss`: how each provider does, for anybody.', hi: '`GET /status.json` और `/status.rss`: हर provider का हाल, सबके लिए।', page: 'status/' },
    ],
    changed: [
      { en: 'Values are read as people write them (`"5s"`, `1280x720`, `portrait`, `hi-IN`), and told in `adjustments`.', hi: 'वैल्यू वैसे ही पढ़ी जाती है जैसे लोग लिखते हैं (`"5s"`, `1280x720`, `portrait`, `hi-IN`), और `adjustments` में बताई जाती है।', page: 'docs/options/' },
      { en: 'An `Idempotency-Key` stands for the whole operation when it holds several generating fields.', hi: 'एक operation में कई generation हों, तो `Idempotency-Key` पूरे operation की होती है।', page: 'docs/idempotency/' },
      { en: 'A webhook\'s body has 20 KB at most. `generationId` is null where an event is about no generation.', hi: 'Webhook का body अधिकतम 20 KB। जो event किसी generation का नहीं, उसमें `generationId` null है।', page: 'docs/webhooks/' },
      { en: 'Client tokens use at most three quarters of a limit, one end user a quarter.', hi: 'Client token सीमा का तीन चौथाई तक ही ले सकते हैं, एक end user चौथाई तक।', page: 'docs/limits/' },
      { en: 'A busy company is waited for, and what ends just in time is delivered.', hi: 'व्यस्त कंपनी का इंतज़ार किया जाता है, और जो ठीक समय पर पूरा हो वह आपको मिलता है।', page: 'docs/choosing/' },
    ],
    fixed: [
      { en: 'Ten minutes without the database lose nothing and charge nothing twice.', hi: 'Database दस मिनट न मिले, तब भी न कुछ खोता है, न दो बार क्रेडिट कटते हैं।', page: 'docs/credits/' },
    ],
  },
  {
    on: '2026-11-22',
    added: [
      { en: 'The API: one GraphQL endpoint over 21 providers of video, images, talking avatars and speech.', hi: 'API: वीडियो, इमेज, बोलते अवतार और आवाज़ के 21 provider, एक GraphQL endpoint पर।', page: 'docs/quick-start/' },
      { en: 'Charged once, refunded when it fails; idempotency keys, failover, `quote`, cancelling.', hi: 'क्रेडिट एक ही बार कटते हैं, असफल होने पर वापस; idempotency key, failover, `quote` और रद्द करना।', page: 'docs/credits/' },
      { en: 'Webhooks to Standard Webhooks, keys with scopes and spending limits, client tokens, test keys.', hi: 'Standard Webhooks वाले webhook, scope और खर्च-सीमा वाली key, client token, test key।', page: 'docs/keys/' },
    ],
    changed: [],
    fixed: [],
  },
]
