// A limit on how long something may take. The timer is given back with the result: an isolate may have 10,000 of them, and
// `AbortSignal.timeout` keeps its own until it fires.

/** @param work is told by the signal that its time is over, with a TimeoutError */
export async function withinTime<Result>(timeoutMs: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), timeoutMs)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
