// `_headers`: what static answers carry, since the Worker never sees them.
import { PAGE_HEADERS } from '../../src/domain/page-headers.ts'

const YEAR_SECONDS = 31_536_000

export function headersFile(): string {
  const page = Object.entries(PAGE_HEADERS).map(([name, value]) => `  ${name}: ${value}`)
  return ['/*', ...page, '/assets/*', '  ! Cache-Control', `  Cache-Control: public, max-age=${YEAR_SECONDS}, immutable`, ''].join('\n')
}
