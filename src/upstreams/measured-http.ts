// The HTTP client of one upstream, with each of its calls measured.
import type { WithMeasures } from '../domain/measure.ts'
import type { UpstreamId } from '../domain/upstream.ts'
import type { UpstreamHttp } from './http.ts'

export const measuredHttp = (http: UpstreamHttp, upstream: UpstreamId, measure: WithMeasures['measure']): UpstreamHttp => ({
  ...http,
  request: async (request) => {
    const startedAtMs = http.nowMs()
    const outcome = await http.request(request)
    const answer = outcome.kind === 'ANSWER' ? outcome.status : 'LOST'
    measure({ kind: 'CALL', upstream, method: request.method, answer, seconds: (http.nowMs() - startedAtMs) / 1000 })
    return outcome
  },
})
