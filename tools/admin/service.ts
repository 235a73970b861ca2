// The service that is administrated: named by the environment, or the one that `npm run dev` runs.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { projectFolder } from '../local/tools.ts'
import { Refused, Usage } from './refusals.ts'

const DevService = v.object({ url: v.string(), adminKey: v.string() })

const Answer = v.object({
  data: v.nullish(v.record(v.string(), v.unknown())),
  errors: v.optional(v.array(v.object({ message: v.string(), extensions: v.optional(v.looseObject({ code: v.optional(v.string()), field: v.optional(v.string()), requestId: v.optional(v.string()) })) }))),
})

export interface Told<Data> {
  readonly data: Data
  /** The answer repeats what an earlier request did. */
  readonly isReplay: boolean
}

/** One operation. @throws Refused with code, field and request id in one line */
export async function ask<Shape extends v.GenericSchema>(query: string, variables: Readonly<Record<string, unknown>>, shape: Shape): Promise<Told<v.InferOutput<Shape>>> {
  const { url, key } = service()
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  }).catch((error: unknown) => {
    throw new Refused(`${url} does not answer: ${reasonOf(error)}`)
  })
  const text = await response.text()
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), Answer), text)
  if (!answer.success) throw new Refused(`${url} answered ${response.status} and no GraphQL: ${text.slice(0, 80)}`)
  const [error] = answer.output.errors ?? []
  if (error) {
    const { code = 'ERROR', field, requestId = '' } = error.extensions ?? {}
    throw new Refused(`${code}${field === undefined ? '' : ` (${field})`}: ${error.message} [${requestId}]`)
  }
  return { data: v.parse(shape, answer.output.data), isReplay: response.headers.get('idempotency-replayed') === 'true' }
}

/** Node hides why a connection failed behind its own error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The key goes over nothing that others can read: https, or this machine alone. @throws Usage */
function safe(url: string): string {
  const { protocol, hostname } = URL.parse(url) ?? {}
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname ?? ''))) return url.replace(/\/+$/, '')
  throw new Usage('DOITONG_URL must be https, or http on this machine: the key would go over the network for all to read.')
}

/** Both or none: a key of one service is never sent to another. */
function service(): { readonly url: string; readonly key: string } {
  const { DOITONG_URL: url = '', DOITONG_ADMIN_KEY: key = '' } = process.env
  if (url !== '' && key !== '') return { url: safe(url), key }
  if (url !== '' || key !== '') throw new Usage(`Set ${url === '' ? 'DOITONG_URL' : 'DOITONG_ADMIN_KEY'} too.`)
  const file = join(projectFolder, '.wrangler', 'dev.json')
  if (!existsSync(file)) throw new Usage('Set DOITONG_URL and DOITONG_ADMIN_KEY, or start the local service: npm run dev')
  const dev = v.parse(DevService, JSON.parse(readFileSync(file, 'utf8')))
  return { url: dev.url, key: dev.adminKey }
}
