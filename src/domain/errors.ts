// The one table of errors: code → HTTP status, whether a retry can help, and the words a caller reads.
// Everything that refuses throws an ApiError; the edge turns it into an answer and masks all else.

export const ERRORS = {
  INVALID_INPUT: { status: 400, retryable: false, en: 'The input is not valid.', hi: 'इनपुट सही नहीं है।' },
  UNAUTHENTICATED: {
    status: 401,
    retryable: false,
    en: 'Send a valid API key as "Authorization: Bearer YOUR_API_KEY".',
    hi: 'सही API key को "Authorization: Bearer YOUR_API_KEY" के रूप में भेजें।',
  },
  INSUFFICIENT_CREDITS: {
    status: 402,
    retryable: false,
    en: 'This generation costs {cost} credits and your balance is lower. Top up and try again.',
    hi: 'इस generation के लिए {cost} क्रेडिट चाहिए और आपका बैलेंस इससे कम है। टॉप-अप करके दोबारा प्रयास करें।',
  },
  FORBIDDEN: { status: 403, retryable: false, en: 'This key may not do that.', hi: 'इस key को इसकी अनुमति नहीं है।' },
  NOT_FOUND: { status: 404, retryable: false, en: 'There is nothing here under that id.', hi: 'इस id पर कुछ नहीं मिला।' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retryable: false,
    en: 'This method is not allowed here.',
    hi: 'यहाँ यह HTTP method मान्य नहीं है।',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    retryable: false,
    en: 'Accept application/graphql-response+json or application/json.',
    hi: 'Accept में application/graphql-response+json या application/json भेजें।',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    retryable: true,
    en: 'The request body took too long to arrive.',
    hi: 'Request body समय पर पूरी नहीं आई।',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    retryable: false,
    en: 'The request body may have at most {limit} bytes. Give larger files by an https URL or an upload.',
    hi: 'Request body अधिकतम {limit} बाइट की हो सकती है। बड़ी फ़ाइलें https URL या upload से दें।',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    en: 'Send the body as application/json.',
    hi: 'Body को application/json के रूप में भेजें।',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retryable: false,
    en: 'This idempotency key was first used for another request, which created {id}.',
    hi: 'यह idempotency key पहले एक दूसरी रिक्वेस्ट के लिए इस्तेमाल हो चुकी है, जिससे {id} बनी थी।',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    // As Apollo's own server answers it: a step of the protocol, not yet a failure.
    status: 200,
    retryable: true,
    en: 'No document is known under this hash. Send the document together with the hash.',
    hi: 'इस hash का कोई document उपलब्ध नहीं है। hash के साथ पूरा document भेजें।',
  },
  RATE_LIMIT: {
    status: 429,
    retryable: true,
    en: 'A limit of your plan is reached. Try again a little later.',
    hi: 'आपके प्लान की सीमा पूरी हो गई है। थोड़ी देर बाद दोबारा प्रयास करें।',
  },
  PROVIDER_UNAVAILABLE: {
    status: 503,
    retryable: true,
    en: '{provider} cannot be used right now. Try again, or leave the provider out and let the service choose.',
    hi: '{provider} अभी उपलब्ध नहीं है। थोड़ी देर बाद प्रयास करें, या provider खाली छोड़ दें, सर्विस खुद चुन लेगी।',
  },
  GENERATION_FAILED: {
    status: 500,
    retryable: false,
    en: 'The generation failed.',
    hi: 'Generation पूरी नहीं हो सकी।',
  },
  INTERNAL: {
    status: 500,
    retryable: true,
    en: 'Something went wrong on our side. Nothing was charged for it.',
    hi: 'हमारी ओर से कुछ गड़बड़ हुई। इसके लिए कोई क्रेडिट नहीं कटा।',
  },
} as const satisfies Record<string, { status: number; retryable: boolean; en: string; hi: string }>

export type ErrorCode = keyof typeof ERRORS
export type Language = 'en' | 'hi'

/** A sentence in each language the service speaks. */
export interface Sentence {
  readonly en: string
  readonly hi: string
}

export interface ErrorDetails {
  /** Replaces the table's sentence where a more exact one can be said. */
  readonly sentence?: Sentence
  /** Fill the {placeholders} of the sentence. */
  readonly values?: Readonly<Record<string, string | number>>
  /** The input at fault, as a path of the caller's own names: `input.options.duration`. */
  readonly field?: string
  /** What that input takes. */
  readonly allowed?: readonly (string | number | boolean)[]
  readonly retryAfterSeconds?: number
  /** More facts for `extensions`; never an upstream's words. */
  readonly extra?: Readonly<Record<string, string | number | boolean>>
}

declare global {
  /** V8's: the lines of a stack that an error writes down. */
  interface ErrorConstructor {
    stackTraceLimit: number
  }
}

export class ApiError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    // Nobody reads where a refusal was made, and writing that down costs more than all else of it: a choice refuses for dozens of models.
    const { stackTraceLimit } = Error
    if (code !== 'INTERNAL') Error.stackTraceLimit = 0
    super(code)
    Error.stackTraceLimit = stackTraceLimit
    this.code = code
    this.details = details
  }
}

/** The words for an error, in the caller's language, with its values filled in. */
export function errorMessage(code: ErrorCode, details: ErrorDetails, language: Language): string {
  const sentence = (details.sentence ?? ERRORS[code])[language]
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(details.values?.[name] ?? whole))
}

/** Shorthand for the most common refusal. @param field path of the input, e.g. `input.provider` */
export function invalidInput(
  field: string,
  sentence: Sentence,
  allowed?: readonly (string | number | boolean)[],
): ApiError {
  return new ApiError('INVALID_INPUT', { field, sentence, ...(allowed && { allowed }) })
}
