// The load, from a process of its own: it is told what to ask and tells what came of it.
import autocannon from 'autocannon'
import type { Load, Outcome } from './load.ts'

process.on('message', (load: Load) => {
  void fire(load).then((outcome) => process.send?.(outcome))
})

async function fire({ url, requests, connections, seconds, amount, status, includes }: Load): Promise<Outcome> {
  const { requests: counted, duration, statusCodeStats, mismatches, errors, timeouts } = await autocannon({
    url, connections, ...(amount === undefined ? { duration: seconds } : { amount }),
    requests: requests.map(({ headers, body }) => ({ method: 'POST', path: '/graphql', headers, body })),
    verifyBody: (body) => String(body).includes(includes),
  })
  const good = statusCodeStats[status]?.count ?? 0
  const bad = Object.values(statusCodeStats).reduce((sum, { count }) => sum + count, 0) - good + mismatches + errors + timeouts
  return { answers: counted.total, perSecond: counted.total / duration, bad }
}
