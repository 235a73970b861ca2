// Watches what the service submits upstream, and judges by what the service itself could see: a second submission is
// legal only after a definite refusal or the upstream's own verdict. The text of every request names it.
const MARK = /simulated-(\d+)-/

interface Submission {
  /** The upstream's idempotency key: with the same one, posting again is asking. */
  readonly key: string | null
  /** The id of ours by which the upstream can be asked. */
  readonly externalId: string | undefined
  seen: 'NOTHING' | 'ACCEPTED' | 'REFUSED' | 'FAILED'
}

export type Submissions = ReturnType<typeof watchSubmissions>

export function watchSubmissions() {
  const made = new Map<number, Submission[]>()
  const submissionOfTask = new Map<string, Submission>()
  const complaints: string[] = []

  const remember = (submission: Submission, text: string): void => {
    for (const [, id] of text.matchAll(/"(?:id|task_id|video_id)":"([\w-]{8,})"/g)) if (id) submissionOfTask.set(id, submission)
  }

  const submitted = (request: number, init: RequestInit): ((seen: Response) => Promise<void>) => {
    const earlier = made.get(request) ?? []
    const key = new Headers(init.headers).get('idempotency-key')
    const same = earlier.find((one) => one.key !== null && one.key === key)
    const last = earlier.at(-1)
    if (!same && last && (last.seen === 'NOTHING' || last.seen === 'ACCEPTED')) {
      complaints.push(`request ${request} was submitted again after one that ${last.seen === 'NOTHING' ? 'nobody can tell about' : 'was accepted'}`)
    }
    const externalId = /"external_task_id":"([^"]+)"/.exec(textOfBody(init))?.[1]
    const submission: Submission = same ?? { key, externalId, seen: 'NOTHING' }
    if (!same) made.set(request, [...earlier, submission])
    return async (seen) => {
      const { status } = seen
      const isText = /json|text/.test(seen.headers.get('content-type') ?? '')
      const text = isText ? await seen.text() : `${(await seen.arrayBuffer()).byteLength || ''}`
      if (status === 408 || status === 409 || status === 502 || status === 504) return
      const code = /"base_resp":\{"status_code":(\d+)/.exec(text)?.[1] ?? '0'
      submission.seen = status >= 400 || code !== '0' || text === '' ? 'REFUSED' : 'ACCEPTED'
      remember(submission, text)
    }
  }

  const taskIn = (url: string): Submission | undefined =>
    [...submissionOfTask].find(([id]) => url.includes(id))?.[1] ??
    [...made.values()].flat().find(({ externalId }) => externalId !== undefined && url.endsWith(`/${externalId}`))

  return {
    complaints,
    observe: (url: string, init: RequestInit): ((seen: Response) => Promise<void>) => {
      const request = MARK.exec(textOfBody(init))?.[1]
      if (init.method === 'POST' && request !== undefined) return submitted(Number(request), init)
      return async (seen) => {
        const submission = taskIn(url)
        if (!submission || seen.status !== 200) return
        const text = await seen.text()
        remember(submission, text)
        const isFailed = /"(?:state|status|task_status)":"(?:fail|error|[a-z]+ moderated)/i.test(text)
        submission.seen = isFailed ? 'FAILED' : 'ACCEPTED'
      }
    },
  }
}

export const textOfBody = ({ body }: RequestInit): string => (typeof body === 'string' ? body : '')

export const textOf = (request: number, word: string, isOther: boolean): string => `simulated-${request}-${isOther ? 'other' : 'same'} ${word}`
