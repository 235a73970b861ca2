// What vitest.config.ts binds for tests alone.
import type { D1Migration } from 'cloudflare:test'

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      readonly mainModule: typeof import('../src/index.ts')
    }
    interface Env {
      readonly TEST_MIGRATIONS: D1Migration[]
    }
  }
}
