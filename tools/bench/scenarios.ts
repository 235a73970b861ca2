// What is asked: the same documents of all who answer them.
import { randomBytes } from 'node:crypto'
import { mintKey } from '../../src/domain/key-format.ts'
import { PROMPT, type Account, type Accounts } from './accounts.ts'

export interface Asked {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Scenario {
  readonly name: string
  /** Of the floor's and the peer's, the figure that it is held against; absent: only ours answers it. */
  readonly against?: 'read' | 'generate' | undefined
  readonly requests: readonly Asked[]
  /** A good answer's. */
  readonly status: number
  readonly includes: string
  /** It leaves rows and slots behind. */
  readonly isMaking?: boolean
}

const STATUS = 'query Status($id: ID!) { generation(id: $id) { id status progress url creditCost error { code message } } }'
const GENERATE = 'mutation Generate($input: GenerateInput!) { generate(input: $input) { id status creditCost } }'
const QUOTE = 'query Quote($input: GenerateInput!) { quote(input: $input) { provider model creditCost } }'

const asked = (key: string, query: string, variables: unknown, headers: Record<string, string> = {}): Asked => ({
  headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
  body: JSON.stringify({ query, variables }),
})

const AUTOMATIC = { type: 'VIDEO', input: { text: PROMPT }, options: { duration: 5 } }
const NAMED = { ...AUTOMATIC, provider: 'kling' }

export const readOf = ({ key }: Account, id: string): Asked => asked(key, STATUS, { id })
export const generationOf = ({ key }: Account, headers: Record<string, string> = {}): Asked => asked(key, GENERATE, { input: NAMED }, headers)
export const REPLAYED = { 'idempotency-key': 'bench' }

/** Reads and generations, as all answer them. */
export const commonScenarios = ({ free }: Accounts): readonly Scenario[] => [
  { name: 'read', requests: free.map((account) => readOf(account, account.endedId)), status: 200, includes: '"status":"COMPLETED"' },
  { name: 'generate', requests: free.map((account) => generationOf(account)), status: 200, includes: '"status":"QUEUED"', isMaking: true },
]

/** @param openIds a generation of each account that has not ended */
export function ourScenarios({ free, spent }: Accounts, openIds: ReadonlyMap<string, string>): readonly Scenario[] {
  const open = free.map((account) => readOf(account, openIds.get(account.id) ?? ''))
  const made = { status: 200, includes: '"status":"QUEUED"', isMaking: true }
  return [
    { name: 'status read, ended', against: 'read', requests: free.map((account) => readOf(account, account.endedId)), status: 200, includes: '"status":"COMPLETED"' },
    { name: 'status read, open', against: 'read', requests: open, status: 200, includes: '"status":"QUEUED"' },
    { name: 'generate, named', against: 'generate', requests: free.map((account) => generationOf(account)), ...made },
    { name: 'generate, automatic', against: 'generate', requests: free.map(({ key }) => asked(key, GENERATE, { input: AUTOMATIC })), ...made },
    { name: 'replay', requests: free.map((account) => generationOf(account, REPLAYED)), status: 200, includes: '"status":"QUEUED"' },
    { name: 'quote', requests: free.map(({ key }) => asked(key, QUOTE, { input: AUTOMATIC })), status: 200, includes: '"creditCost":' },
    { name: '401', requests: [asked(mintKey('live', randomBytes), STATUS, { id: '' })], status: 401, includes: 'UNAUTHENTICATED' },
    { name: '429', requests: [generationOf(spent)], status: 429, includes: 'RATE_LIMIT' },
  ]
}
