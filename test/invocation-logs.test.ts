// Cloudflare's own log of each request holds its URL: signatures of media links and codes of sign-ins.
import { describe, expect, it } from 'vitest'
import config from '../wrangler.toml?raw'

describe('invocation logs', () => {
  it('are off, and our own are on', () => {
    expect(/\[observability\.logs\]\n([^[]*)/.exec(config)?.[1]).toMatch(/^enabled = true\ninvocation_logs = false\n/)
    expect(config.match(/invocation_logs/g)).toHaveLength(1)
  })
})
