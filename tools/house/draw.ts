// The house as a page: figures, the rooms one above the other, who imports whom.
import { LAYERS } from './layers.ts'
import type { House } from './read.ts'

/** What each room is for, for newcomers. */
const ROOMS: Readonly<Record<string, string>> = {
  index: 'the Worker: requests, queues, the clock',
  app: 'the routes, in the order of a request',
  pages: 'what people see in a browser',
  compose: 'makes every effect out of the bindings',
  graphql: 'the protocol, the nouns, their types',
  'isolate-memory': 'what an isolate keeps from request to request',
  crons: 'what the clock starts, each minute, hour, day',
  services: 'the sum of all effects, for the two above',
  env: 'the bindings and settings, by name',
  admin: 'what operators change, with its log row',
  limits: 'the account’s gate: what a plan allows',
  auth: 'keys, tokens, people',
  queues: 'consumers: a message becomes a call',
  webhooks: 'delivered, signed, repeated',
  audit: 'daily looks: the ledger, prices, usage',
  jobs: 'the life of a generation',
  routing: 'reads, fits, prices and chooses',
  health: 'how well each upstream does',
  places: 'how many each upstream takes, and who waits',
  alarms: 'what a person must mend',
  uploads: 'files that callers send beforehand',
  callbacks: 'companies say that there is news',
  media: 'copied, stored, linked, served',
  upstreams: 'a folder per company: its wire protocol',
  store: 'D1: tables and statements',
  catalog: 'rows: models, providers, voices',
  http: 'headers, bodies, cookies',
  formats: 'what a file is, by its bytes',
  net: 'public addresses, time limits, repeats',
  domain: 'the words that everybody names',
}

export interface Figures {
  readonly files: number
  readonly lines: number
  readonly arrows: number
  readonly up: number
  readonly circles: number
  readonly takeAll: number
  readonly largest: string
}

export function figuresOf({ files, arrows, circles }: House): Figures {
  const [longest] = files.filter(({ path }) => !path.startsWith('src/catalog/')).toSorted((a, b) => b.lines - a.lines)
  return {
    files: files.length,
    lines: files.reduce((sum, { lines }) => sum + lines, 0),
    arrows: arrows.length,
    up: arrows.filter(({ isUp }) => isUp).length,
    circles: circles.length,
    takeAll: files.reduce((sum, { takeAll }) => sum + takeAll, 0),
    largest: longest ? `${longest.path}, ${longest.lines} lines` : '',
  }
}

export function pageOf(house: House): string {
  const { arrows, up, circles, takeAll } = figuresOf(house)
  return `# The house

Made by \`npm run house\` from the import statements of \`src\`, types included. Do not edit it: a test makes it anew.

A room is a folder of \`src\`, or a file that stands alone. It may import those below it and no other; lint holds that.

| what | how many |
| --- | --- |
| arrows between rooms | ${arrows} |
| arrows back up | ${up} |
| circles of files | ${circles} |
| functions that take all effects | ${takeAll} |

## From the roof to the ground

${table(house)}

## Who imports whom

${mermaid(house)}
`
}

function table({ arrows }: House): string {
  const rows = LAYERS.flatMap((rooms, floor) =>
    rooms.map((room) => {
      const to = arrows.filter(({ from }) => from === room).map((arrow) => arrow.to)
      return `| ${LAYERS.length - floor} | ${room} | ${ROOMS[room] ?? ''} | ${to.join(' ')} |`
    }),
  )
  return ['| floor | room | what it is for | imports |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Only what no other way leads to is drawn: an arrow that goes by way of a room between says nothing new. */
function mermaid({ arrows }: House): string {
  const direct = arrows.filter(({ from, to }) => !arrows.some((first) => first.from === from && first.to !== to && leadsTo(arrows, first.to, to)))
  return ['```mermaid', 'flowchart TD', ...direct.map(({ from, to }) => `  ${from} --> ${to}`), '```', '', 'An arrow is left out where a longer way leads to the same room.'].join('\n')
}

function leadsTo(arrows: House['arrows'], from: string, to: string): boolean {
  const seen = new Set<string>()
  const waiting = [from]
  for (let room = waiting.pop(); room !== undefined; room = waiting.pop()) {
    if (room === to) return true
    if (seen.has(room)) continue
    seen.add(room)
    waiting.push(...arrows.filter((arrow) => arrow.from === room).map((arrow) => arrow.to))
  }
  return false
}
