// What a receiver says in its answer, as one line for the account's delivery log. Reads 1 KiB at most, and waits for no more.

const MOST_BYTES = 1024

export async function startOfAnswer(response: Response, signal: AbortSignal): Promise<string> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let missingBytes = MOST_BYTES
  try {
    while (missingBytes > 0) {
      const { done, value } = await unlessAborted(reader.read(), signal)
      if (done) break
      text += decoder.decode(value.subarray(0, missingBytes), { stream: true })
      missingBytes -= value.byteLength
    }
  } catch {
    // Cut off or too slow: what came so far will do, since the status has decided already.
  }
  await reader.cancel().catch(() => undefined)
  // A receiver that prints the secret it expected must not put it, or the cut-off start of it, into our log.
  return text.replace(/whsec_[\w+/=-]*/g, 'whsec_…').replace(/[\p{C}\s]+/gu, ' ').trim()
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  if (signal.aborted) reject(signal.reason)
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return Promise.race([work, promise])
}
