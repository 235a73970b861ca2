// What goes over the wire, as text: the judge reads what was sent and answered, and nothing of how our code took it.

/** `POST /kling/v1/videos/text2video?…`; for what is no emulator's, with the whole address. */
export const requestOf = (url: string, init: RequestInit): string => `${init.method ?? 'GET'} ${url.replace(/^.*\/emulators/, '').replace(/#.*$/, '')}`

export function bodyText({ body }: RequestInit): string {
  if (!(body instanceof FormData)) return typeof body === 'string' ? body : ''
  return [...body].map(([name, value]) => `${name}: ${typeof value === 'string' ? value : `${value.size} bytes`}`).join('\n')
}

/** Headers and body, each header a line. */
export const sentText = (init: RequestInit): string => `${headerLines(new Headers(init.headers))}\n${bodyText(init)}`

/** `HTTP 200`, the headers and the body in lines; what is no text, by its length, and what broke off, as such. Uses the answer up. */
export async function answerText(answer: Response): Promise<string> {
  const isText = /json|text/.test(answer.headers.get('content-type') ?? '')
  const reading = isText ? answer.text() : answer.arrayBuffer().then(({ byteLength }) => `${byteLength} bytes`)
  const body = await reading.catch(() => 'cut off')
  return `HTTP ${answer.status}${headerLines(answer.headers)}\n\n${body}`
}

const headerLines = (headers: Headers): string => [...headers].map(([name, value]) => `\n${name}: ${value}`).join('')
