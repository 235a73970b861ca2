// What a million generations cost at Cloudflare, on paper: `npm run cost`. What one uses, as counted, times the published prices;
// nothing is taken off for what a plan includes, and media are not counted by the month they are kept.
import { LIVES } from './cost/lives.ts'
import { PRICES, type Metered } from './cost/prices.ts'
import { print, table } from './local/terminal.ts'

const metered = Object.keys(PRICES) as Metered[]
const dollars = LIVES.map(({ uses }) => metered.map((name) => uses[name] * PRICES[name].usdPerMillion))

const columns = [
  { title: 'US dollars a million generations', side: 'left' },
  { title: 'a million', side: 'right' },
  ...LIVES.map(({ name }) => ({ title: name, side: 'right' }) as const),
] as const
const rows = metered.map((name, index) => [PRICES[name].name, String(PRICES[name].usdPerMillion), ...dollars.map((life) => (life[index] ?? 0).toFixed(2))])
const total = ['in all', '', ...dollars.map((life) => life.reduce((sum, one) => sum + one, 0).toFixed(2))]
for (const line of table(columns, [...rows, total])) print(line)
