// What is typed for an endpoint, and the request that it makes. Pure.
import type { EventKind } from '../../../../src/domain/event.ts'
import type { Endpoint, EndpointInput } from './operations.ts'

export interface EndpointForm {
  readonly url: string
  readonly events: readonly EventKind[]
  readonly description: string
  /** `Name: value`, one a line. */
  readonly headers: string
}

export const formOf = (endpoint: Endpoint | undefined): EndpointForm => ({ url: endpoint?.url ?? '', events: endpoint?.events ?? [], description: endpoint?.description ?? '', headers: '' })

const linesOf = (headers: string): readonly string[] => headers.split('\n').map((line) => line.trim()).filter((line) => line !== '')

/** The first line that is no header. */
export const badHeaderOf = (headers: string): string | undefined => linesOf(headers).find((line) => !/^[^\s:]+:/.test(line))

/** Headers that are left empty are left out: they stay. */
export function endpointInputOf({ url, events, description, headers }: EndpointForm): EndpointInput {
  const lines = linesOf(headers)
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const)
  return { url: url.trim(), events, description: description.trim(), ...(pairs.length > 0 && { headers: Object.fromEntries(pairs) }) }
}
