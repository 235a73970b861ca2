// How each company says yes, no and neither, as data for the judge in submissions.ts. By the companies' own protocols and
// nothing else: were it by our adapters, it would repeat their mistakes. An answer is read as one text, `HTTP 404`, its
// headers and its body in lines; bytes are told by their number.

/** What may be known of a submission by its answer. */
export type Verdict = 'ACCEPTED' | 'REFUSED' | 'UNCLEAR'

export interface Protocol {
  /** The requests that ask for work: `POST /folder/path`. Everything else only looks, prepares or cancels. */
  readonly submits: RegExp
  /** A success that says so. One that does not is unclear. */
  readonly accepted: RegExp
  /** A success in form, a refusal in truth. */
  readonly refused?: RegExp
  /** After these nobody can tell, besides 408, 502, 504 and those of a network between: 520, 522, 524. */
  readonly unclear?: RegExp
  /** What its answers call the work, of which later requests tell one again. */
  readonly names?: RegExp
  /** Its own verdict on the work, at a look: nothing will come of it. */
  readonly ended?: RegExp
  /** POSTs that are looks. */
  readonly looks?: RegExp
  /** Our own id in a submission, where it can be asked by it. */
  readonly ownId?: RegExp
  /** That id makes it the same submission, however often it is sent. Otherwise sending it again is making it again. */
  readonly isSameByOwnId?: true
  /** In a list: its name of the work, and then our own id. */
  readonly listed?: RegExp
  /** Each image of a batch is a request of its own, all sent at once. */
  readonly oneRequestPerImage?: true
}

const GONE = '^HTTP 404'

export const protocols = {
  minimax: {
    submits: /^POST \/minimax\/v1\/video_generation$/,
    // 1001 is its own time-out.
    unclear: /"status_code":1001\b/,
    refused: /"status_code":[1-9]/,
    accepted: /"task_id":"\d/,
    names: /"(?:task_id|file_id)":"?(\w+)/g,
    ended: /"status":"fail|"status_code":102[67]\b/i,
  },
  'minimax-image': {
    submits: /^POST \/minimax\/v1\/image_generation$/,
    unclear: /"status_code":1001\b/,
    // Nothing left of the batch: its content rules held back all of it.
    refused: /"status_code":[1-9]|"image_urls":\[\]/,
    accepted: /"image_urls":\["/,
  },
  kling: {
    submits: /^POST \/kling\/v1\/videos\/\w+$/,
    // Its backlog: "for submits query by external_task_id first".
    unclear: /"code":5002\b/,
    refused: /"code":[1-9]/,
    accepted: /"task_id":"/,
    // A task is told by the one API and may be listed by the other.
    names: /"(?:task_id|id)":"(\d+)"/g,
    ended: /"(?:task_)?status":"failed"|"code":1203\b|Task not found/,
    ownId: /"external_task_id":"([^"]+)"/,
    listed: /"id":"(\d+)","external_id":"([^"]+)"/g,
  },
  'kling-tasks': {
    submits: /^POST \/kling\/(?:text-to-video|image-to-video|omni-video)\/[\w.-]+$/,
    unclear: /"code":5002\b/,
    refused: /"code":[1-9]/,
    accepted: /"id":"\d/,
    names: /"id":"(\d+)"/g,
    ended: /"status":"failed"/,
    ownId: /"external_task_id":"([^"]+)"/,
    listed: /"id":"(\d+)","external_id":"([^"]+)"/g,
  },
  runway: {
    submits: /^POST \/runway\/v1\/\w+_to_video$/,
    accepted: /"id":"/,
    names: /"id":"([\w-]+)"/g,
    ended: new RegExp(`"status":"(?:FAILED|CANCELLED)"|${GONE}`),
  },
  luma: {
    submits: /^POST \/luma\/dream-machine\/v1\/generations\/video$/,
    // "Luma API timed out", said with a 500.
    unclear: /^HTTP 5[^]*timed out/i,
    accepted: /"id":"/,
    names: /"id":"([\w-]+)"/g,
    ended: new RegExp(`"state":"failed"|${GONE}`),
  },
  bfl: {
    submits: /^POST \/bfl\/v1\/(?!get_result)[\w.-]+$/,
    // "Submit: only if surely not accepted", of its server errors.
    unclear: /^HTTP 500/,
    accepted: /"id":"/,
    names: /"id":"([\w-]+)"/g,
    ended: new RegExp(`"status":"(?:Error|Failed|\\w+ Moderated|Task not found)"|${GONE}`),
  },
  elevenlabs: {
    submits: /^POST \/elevenlabs\/v1\/text-to-speech\//,
    // An error in a 200, or a voice that broke off before the first byte.
    refused: /\ncontent-type: application\/json|\n0 bytes$/,
    accepted: /\ncontent-type: audio\//,
  },
  heygen: {
    submits: /^POST \/heygen\/v3\/videos$/,
    // A key that is being worked on; and its server errors, after which one may only ask by the same key.
    unclear: /^HTTP (?:409|5)/,
    accepted: /"video_id":"/,
    names: /"video_id":"([\w-]+)"/g,
    ended: new RegExp(`"status":"failed"|${GONE}`),
    ownId: /\nidempotency-key: (\S+)/,
    isSameByOwnId: true,
  },
  veo: {
    submits: /^POST \/google\/\S+:predictLongRunning$/,
    accepted: /"name":"[^"]*operations\//,
    names: /(?:operations|files)\/([\w-]+)/g,
    looks: /:fetchPredictOperation$/,
    // With an error, or with nothing: what its filters hold back looks like a success.
    ended: new RegExp(`"done":true(?![^]*"(?:uri|bytesBase64Encoded)":")|${GONE}`),
  },
  'gemini-omni': {
    submits: /^POST \/google\/\S+\/interactions$/,
    unclear: /^HTTP 5\d\d/,
    accepted: /"id":"\w+"/,
    names: /(?:"id":"|interactions\/|files\/)(\w+)/g,
    looks: /\/interactions\/\w+$/,
    ended: new RegExp(`"status":"(?:failed|cancelled|incomplete)"|"status":"completed"(?![^]*"uri")|Invalid interaction name|${GONE}`),
  },
  imagen: {
    submits: /^POST \/google\/\S+:generateContent$/,
    refused: /"blockReason":"|"finishReason":"(?!STOP)/,
    accepted: /"inlineData":\{/,
    oneRequestPerImage: true,
  },
  'google-tts': {
    submits: /^POST \/google-tts\/v1\/text:synthesize$/,
    // Nothing in it could be spoken.
    refused: /"audioContent":""/,
    accepted: /"audioContent":"/,
  },
  ark: {
    submits: /^POST \/ark\/api\/v3\/contents\/generations\/tasks$/,
    accepted: /"id":"cgt-/,
    names: /"id":"(cgt-[\w-]+)"/g,
    ended: /"status":"(?:failed|expired|cancelled)"|"code":"(?:Resource)?NotFound/,
  },
  dashscope: {
    submits: /^POST \/dashscope\/\S+\/video-synthesis$/,
    unclear: /"code":"[^"]*time_?out/i,
    accepted: /"task_id":"/,
    names: /"task_id":"([\w-]+)"/g,
    ended: /"task_status":"(?:FAILED|UNKNOWN|CANCELED)"/,
  },
  vidu: {
    submits: /^POST \/vidu\/ent\/v2\/\w[\w-]*2video$/,
    // Our own going away, and something of ours that is there already.
    unclear: /^HTTP (?:409|499)/,
    accepted: /"task_id":"/,
    names: /"task_id":"(\w+)"/g,
    ended: new RegExp(`"state":"failed"|${GONE}`),
    ownId: /"payload":"([^"]+)"/,
    listed: /"id":"(\w+)","state":"\w+","payload":"([^"]+)"/g,
  },
  stability: {
    submits: /^POST \/stability\/v2beta\/stable-image\//,
    refused: /\nfinish-reason: CONTENT_FILTERED/,
    accepted: /\nfinish-reason: SUCCESS[^]*\n[1-9]\d* bytes$/,
  },
  fal: {
    submits: /^POST \/fal\/(?![^ ]*\/requests\/)/,
    accepted: /"request_id":"/,
    names: /"request_id":"([\w-]+)"/g,
    // The status says that it failed, or the result is the failure, or every image was blackened.
    ended: /"error":"|"error_type":"|^HTTP 4(?:00|04|22)|"has_nsfw_concepts":\[true(?:,true)*\]/,
  },
  hedra: {
    submits: /^POST \/hedra\/v3\/models\//,
    unclear: /^HTTP 409/,
    accepted: /"job_id":"/,
    names: /"(?:job_id|asset_id)":"([\w-]+)"/g,
    ended: new RegExp(`"status":"(?:FAILED|EXPIRED)"|${GONE}`),
    ownId: /"idempotency_key":"([^"]+)"/,
    isSameByOwnId: true,
  },
} as const satisfies Readonly<Record<string, Protocol>>

export function verdictOn(protocol: Protocol, answer: string): Verdict {
  if (/^HTTP (?:408|50[24]|52[024])/.test(answer) || protocol.unclear?.test(answer)) return 'UNCLEAR'
  if (!answer.startsWith('HTTP 2') || protocol.refused?.test(answer)) return 'REFUSED'
  return protocol.accepted.test(answer) ? 'ACCEPTED' : 'UNCLEAR'
}

export type Company = keyof typeof protocols
const companies = Object.keys(protocols) as Company[]

/** To whom this is a submission. @param request `POST /folder/path` */
export const companyOf = (request: string): Company | undefined => companies.find((company) => protocols[company].submits.test(request))

export function protocolOf(request: string): Protocol | undefined {
  const company = companyOf(request)
  return company && protocols[company]
}

/** Whether its answer may tell where the work stands. */
export const isLook = (request: string): boolean =>
  request.startsWith('GET ') || Object.values<Protocol>(protocols).some(({ looks }) => looks?.test(request) === true)
