import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { buildSiteIfChanged } from './tools/build/site.ts'

// The Worker's own files are the portal's: they must be there.
await buildSiteIfChanged()

const migrations = await readD1Migrations('migrations')
const { SIMULATION_RUNS, SIMULATION_SEED, SIMULATION_PATH, SIMULATION_SHRINK } = process.env
const simulation = {
  runs: Number(SIMULATION_RUNS ?? 50),
  seed: Number(SIMULATION_SEED ?? 20_261_122),
  path: SIMULATION_PATH ?? '',
  shrink: SIMULATION_SHRINK !== 'false',
}

/** No business of workerd's: the portal, which Node builds and browsers read, and what is done to the source itself. */
const IN_NODE = ['test/portal/*.test.ts', 'test/simulation/mutants.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest({
            main: './src/index.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              d1Databases: ['SHARD_ONE', 'SHARD_TWO', 'SHARD_THREE'],
              bindings: {
                TEST_MIGRATIONS: migrations,
                SIMULATION: simulation,
                PLAYGROUND_STATES: Number(process.env.PLAYGROUND_STATES ?? 12),
                MEDIA_LINK_SECRET: 'a secret of the tests alone',
                CLIENT_TOKEN_SECRET: 'another secret of the tests alone',
                SESSION_SECRET: 'a third secret of the tests alone',
              },
            },
          }),
        ],
        test: {
          name: 'worker',
          include: ['test/**/*.test.ts'],
          exclude: ['test/clients/**', 'test/sdk/**', 'test/portal/browser/**', ...IN_NODE],
          setupFiles: ['./test/setup.ts'],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
        },
      },
      { test: { name: 'node', include: [...IN_NODE], environment: 'node' } },
    ],
  },
})
