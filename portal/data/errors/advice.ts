// What to do about each error code, in both languages: the page of each code, beside what src/domain/errors.ts says of it.
import type { ErrorCode, ErrorDetails, Sentence } from '../../../src/domain/errors.ts'

export interface Advice {
  /** When it happens. */
  readonly when: Sentence
  readonly todo: readonly Sentence[]
  /** Whether credits are gone. */
  readonly charged: Sentence
  /** Whether the same request may be sent again. */
  readonly again: Sentence
  /** What fills the example's answer. */
  readonly details: ErrorDetails
}

const NOTHING: Sentence = { en: 'No. It was refused before anything was charged.', hi: 'नहीं। क्रेडिट कटने से पहले ही मना हो गया।' }
const MEND_FIRST: Sentence = { en: 'Not as it is. Mend it first; the idempotency key is still unused.', hi: 'वैसी ही नहीं। पहले सुधारें; idempotency key अब भी इस्तेमाल नहीं हुई है।' }

export const ADVICE: Readonly<Record<ErrorCode, Advice>> = {
  INVALID_INPUT: {
    when: { en: 'Something in the request is missing, misspelled, or not what the model takes.', hi: 'रिक्वेस्ट में कुछ छूटा है, ग़लत लिखा है, या मॉडल उसे नहीं लेता।' },
    todo: [
      { en: 'Read `field`: it names the input at fault, by your own names.', hi: '`field` देखें: कौन सा इनपुट ग़लत है, यह आपके ही नामों में लिखा है।' },
      { en: 'Read `allowed`: it lists what that input takes.', hi: '`allowed` देखें: वह इनपुट क्या-क्या लेता है।' },
      { en: 'Ask `quote` with the same input: it checks everything and charges nothing.', hi: 'वही इनपुट `quote` से पूछें: सब जाँचता है, कुछ नहीं काटता।' },
    ],
    charged: NOTHING,
    again: MEND_FIRST,
    details: { field: 'input.options.duration', allowed: [5, 10], sentence: { en: 'Kling 2.6 makes videos of 5 or 10 s.', hi: 'Kling 2.6 में 5 या 10 सेकंड के वीडियो बनते हैं।' } },
  },
  UNAUTHENTICATED: {
    when: { en: 'There is no key, it is mistyped, or it was revoked.', hi: 'Key नहीं है, ग़लत लिखी है, या रद्द की जा चुकी है।' },
    todo: [
      { en: 'Send the header `Authorization: Bearer YOUR_API_KEY`, with one space and no quotes.', hi: 'header `Authorization: Bearer YOUR_API_KEY` भेजें: एक space, बिना quotes के।' },
      { en: 'Make a new key in the dashboard if it may have leaked.', hi: 'key लीक होने का शक हो, तो डैशबोर्ड में नई बनाएँ।' },
    ],
    charged: NOTHING,
    again: MEND_FIRST,
    details: {},
  },
  INSUFFICIENT_CREDITS: {
    when: { en: 'The generation costs more than your balance, or than the spending limit of the key.', hi: 'generation की कीमत आपके बैलेंस से, या key की खर्च-सीमा से ज़्यादा है।' },
    todo: [
      { en: 'Top up the credits of your account.', hi: 'अपने अकाउंट के क्रेडिट टॉप-अप करें।' },
      { en: 'Or choose a cheaper model, length or resolution: `quote` tells the price beforehand, `maxCredits` holds it.', hi: 'या सस्ता मॉडल, छोटी लंबाई या कम रेज़ोल्यूशन चुनें: `quote` पहले कीमत बताता है, `maxCredits` सीमा रखता है।' },
      { en: 'If `limit` names a spending limit, it is the key that may not spend more.', hi: '`limit` में खर्च-सीमा लिखी हो, तो सीमा उस key की है।' },
    ],
    charged: NOTHING,
    again: { en: 'Yes, after a top-up, with the same idempotency key.', hi: 'हाँ, टॉप-अप के बाद, उसी idempotency key से।' },
    details: { values: { cost: '840' } },
  },
  FORBIDDEN: {
    when: { en: 'The key is known, but lacks the scope for this, or comes from a page that it is not meant for.', hi: 'key सही है, पर उसे इसकी अनुमति नहीं, या रिक्वेस्ट ऐसे पेज से आई जिसके लिए वह नहीं है।' },
    todo: [
      { en: 'Read `scope`: make a key that has it.', hi: '`scope` देखें: वह scope वाली key बनाएँ।' },
      { en: 'If `suspended` is there, the account or the end user was suspended: write to us.', hi: '`suspended` लिखा हो, तो अकाउंट या end user रोका गया है: हमें लिखें।' },
      { en: 'From a browser, use a client token that names your page as its origin.', hi: 'ब्राउज़र से client token इस्तेमाल करें, जिसके origin में आपका पेज हो।' },
    ],
    charged: NOTHING,
    again: MEND_FIRST,
    details: { extra: { scope: 'keys' } },
  },
  NOT_FOUND: {
    when: { en: 'Nothing of yours has that id. Ids of other accounts look just like this.', hi: 'आपके अकाउंट में इस id का कुछ नहीं है। दूसरे अकाउंट की id पर भी यही दिखता है।' },
    todo: [
      { en: 'Check that the id was copied whole.', hi: 'देखें कि id पूरी कॉपी हुई है।' },
      { en: 'Check the mode: test keys see only what test keys made.', hi: 'मोड देखें: test key को सिर्फ़ test key से बनी चीज़ें दिखती हैं।' },
    ],
    charged: NOTHING,
    again: MEND_FIRST,
    details: { field: 'id' },
  },
  METHOD_NOT_ALLOWED: {
    when: { en: 'The address takes other HTTP methods: a mutation, for example, is never read by GET.', hi: 'इस पते पर दूसरा HTTP method चलता है: जैसे mutation कभी GET से नहीं चलता।' },
    todo: [{ en: 'The header `Allow` tells the methods. Send GraphQL by POST.', hi: 'header `Allow` में सही method लिखे हैं। GraphQL को POST से भेजें।' }],
    charged: NOTHING,
    again: MEND_FIRST,
    details: {},
  },
  NOT_ACCEPTABLE: {
    when: { en: 'The header `Accept` names no form that the answer has.', hi: 'header `Accept` में ऐसा कोई रूप नहीं है जिसमें जवाब दिया जा सके।' },
    todo: [{ en: 'Accept `application/graphql-response+json` or `application/json`, or leave the header out.', hi: '`application/graphql-response+json` या `application/json` भेजें, या यह header छोड़ दें।' }],
    charged: NOTHING,
    again: MEND_FIRST,
    details: {},
  },
  REQUEST_TIMEOUT: {
    when: { en: 'The body of the request had not arrived after 30 s.', hi: '30 सेकंड में रिक्वेस्ट की body पूरी नहीं पहुँची।' },
    todo: [{ en: 'Send it again. Give large files by an https URL or an upload.', hi: 'दोबारा भेजें। बड़ी फ़ाइलें https URL या upload से दें।' }],
    charged: NOTHING,
    again: { en: 'Yes, with the same idempotency key.', hi: 'हाँ, उसी idempotency key से।' },
    details: {},
  },
  PAYLOAD_TOO_LARGE: {
    when: { en: 'The body is larger than 1 MiB, most often because of a file as a data URL.', hi: 'body 1 MiB से बड़ी है; अक्सर data URL में भेजी फ़ाइल की वजह से।' },
    todo: [{ en: 'Give the file by an https URL, or send it beforehand with `uploadCreate`.', hi: 'फ़ाइल https URL से दें, या पहले `uploadCreate` से भेजें।' }],
    charged: NOTHING,
    again: MEND_FIRST,
    details: { values: { limit: '1,048,576' } },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    when: { en: 'The body is not marked as JSON.', hi: 'body पर JSON होने की सूचना नहीं है।' },
    todo: [{ en: 'Send the header `Content-Type: application/json`.', hi: 'header `Content-Type: application/json` भेजें।' }],
    charged: NOTHING,
    again: MEND_FIRST,
    details: {},
  },
  IDEMPOTENCY_KEY_REUSED: {
    when: { en: 'The idempotency key has been used for another request before.', hi: 'यह idempotency key पहले किसी दूसरी रिक्वेस्ट के लिए इस्तेमाल हो चुकी है।' },
    todo: [
      { en: 'Use a new key for a new request: one for each order of yours.', hi: 'नई रिक्वेस्ट के लिए नई key: आपके हर ऑर्डर की अपनी।' },
      { en: '`generationId` names the generation that the key stands for.', hi: '`generationId` में वह generation है जिसके लिए यह key है।' },
    ],
    charged: { en: 'No. The first request was charged once, this one not.', hi: 'नहीं। पहली रिक्वेस्ट के क्रेडिट एक बार कटे थे, इसके नहीं।' },
    again: { en: 'With another idempotency key.', hi: 'दूसरी idempotency key से।' },
    details: { values: { id: 'gen_01kd8q4z7v' }, extra: { generationId: 'gen_01kd8q4z7v' } },
  },
  PERSISTED_QUERY_NOT_FOUND: {
    when: { en: 'A hash was sent instead of the document, and nobody has sent that document yet.', hi: 'document की जगह hash आया, और वह document अभी तक किसी ने नहीं भेजा।' },
    todo: [{ en: 'Send the document together with the hash. Apollo Client does so by itself.', hi: 'hash के साथ document भी भेजें। Apollo Client यह अपने आप करता है।' }],
    charged: NOTHING,
    again: { en: 'Yes, with the document.', hi: 'हाँ, document के साथ।' },
    details: {},
  },
  RATE_LIMIT: {
    when: { en: 'A limit of your plan is reached: requests a minute, generations at once, or the day.', hi: 'आपके प्लान की कोई सीमा पूरी हुई: प्रति मिनट, एक साथ, या पूरे दिन की।' },
    todo: [
      { en: 'Wait as many seconds as `Retry-After` says, then send the same again.', hi: '`Retry-After` में जितने सेकंड लिखे हैं उतना रुकें, फिर वही दोबारा भेजें।' },
      { en: '`limit` tells which one it was. For `concurrent`, `onLimit: QUEUE` waits in a line instead.', hi: '`limit` बताता है कौन सी सीमा थी। `concurrent` हो, तो `onLimit: QUEUE` से लाइन में लगें।' },
      { en: 'Days are counted in UTC: they begin at 5:30 in the morning in India.', hi: 'दिन UTC से गिना जाता है: भारत में सुबह 5:30 बजे से।' },
    ],
    charged: NOTHING,
    again: { en: 'Yes, after `Retry-After`, with the same idempotency key.', hi: 'हाँ, `Retry-After` के बाद, उसी idempotency key से।' },
    details: { retryAfterSeconds: 12, extra: { limit: 'minute', limitFigure: 10 } },
  },
  PROVIDER_UNAVAILABLE: {
    when: { en: 'The provider that you named is down or overloaded, or no provider of the type can be used.', hi: 'आपका चुना provider बंद या बहुत व्यस्त है, या इस टाइप का कोई provider उपलब्ध नहीं है।' },
    todo: [
      { en: 'Leave `provider` and `model` out: the service chooses one that works.', hi: '`provider` और `model` खाली छोड़ दें: सर्विस चलने वाला खुद चुन लेगी।' },
      { en: 'Or try again in a few minutes.', hi: 'या कुछ मिनट बाद दोबारा प्रयास करें।' },
    ],
    charged: { en: 'No. If a generation had begun, its credits are back.', hi: 'नहीं। generation शुरू हो चुकी थी, तो क्रेडिट वापस हो गए।' },
    again: { en: 'Yes, a little later.', hi: 'हाँ, थोड़ी देर बाद।' },
    details: { values: { provider: 'Kling' } },
  },
  GENERATION_FAILED: {
    when: { en: 'The generation was accepted and did not end well. `reason` says why.', hi: 'generation शुरू हुई, पर पूरी नहीं हो सकी। कारण `reason` में है।' },
    todo: [
      { en: '`MODERATED`: the content rules refused it. Change the prompt or the picture.', hi: '`MODERATED`: कंटेंट के नियमों ने रोका। प्रॉम्प्ट या इमेज बदलें।' },
      { en: '`UPSTREAM`, `TIMEOUT`, `MEDIA`: the company did not deliver. Try again, or another model.', hi: '`UPSTREAM`, `TIMEOUT`, `MEDIA`: कंपनी दे नहीं पाई। दोबारा प्रयास करें, या दूसरा मॉडल।' },
      { en: '`UNKNOWN_OUTCOME`: nobody can tell what became of it. If it still arrives, it is yours for nothing.', hi: '`UNKNOWN_OUTCOME`: क्या हुआ, यह कोई नहीं बता सकता। बाद में बन जाए, तो वह मुफ़्त में आपका।' },
    ],
    charged: { en: 'No longer. All credits came back in the very step that ended it.', hi: 'अब नहीं। जिस पल generation खत्म हुई, उसी पल पूरे क्रेडिट वापस।' },
    again: { en: 'As `retryable` says, with a new idempotency key.', hi: '`retryable` true हो तो हाँ, नई idempotency key से।' },
    details: {},
  },
  INTERNAL: {
    when: { en: 'Something went wrong on our side. We have been told of it.', hi: 'हमारी ओर से कुछ गड़बड़ हुई। हमें इसकी सूचना मिल चुकी है।' },
    todo: [
      { en: 'Send the same again, with the same idempotency key: it is never charged twice.', hi: 'वही दोबारा भेजें, उसी idempotency key से: क्रेडिट दो बार कभी नहीं कटते।' },
      { en: 'If it stays, tell us the `requestId`.', hi: 'फिर भी हो, तो हमें `requestId` बताएँ।' },
    ],
    charged: { en: 'No; or once, where the generation was stored before: the same idempotency key shows it.', hi: 'नहीं; या एक ही बार, अगर generation पहले दर्ज हो चुकी थी: वही idempotency key उसे दिखा देगी।' },
    again: { en: 'Yes, with the same idempotency key.', hi: 'हाँ, उसी idempotency key से।' },
    details: {},
  },
}
