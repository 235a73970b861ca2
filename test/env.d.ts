// What vitest.config.ts binds for tests alone.
import type { D1Migration } from 'cloudflare:test'
import type * as worker from '../src/index.ts'

declare global {
  interface ImportMeta {
    /** Vite's: the texts of all files of a pattern, or the files by name alone. */
    readonly glob: {
      (pattern: string | readonly string[], options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true }): Readonly<Record<string, string>>
      (pattern: readonly string[]): Readonly<Record<string, unknown>>
    }
  }
  namespace Cloudflare {
    interface GlobalProps {
      readonly mainModule: typeof worker
    }
    interface Env {
      readonly TEST_MIGRATIONS: D1Migration[]
      /** More databases, for worlds that have them. */
      readonly SHARD_ONE: D1Database
      readonly SHARD_TWO: D1Database
      readonly SHARD_THREE: D1Database
      /** How much to simulate; `path` replays one failure. See tools/simulate.ts. */
      /** Of each model's form. */
      readonly PLAYGROUND_STATES: number
      readonly SIMULATION: { readonly runs: number; readonly seed: number; readonly path: string; readonly shrink: boolean }
    }
  }
}
