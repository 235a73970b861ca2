import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const migrations = await readD1Migrations('migrations')

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest({
            main: './src/index.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: migrations, MEDIA_LINK_SECRET: 'a secret of the tests alone', CLIENT_TOKEN_SECRET: 'another secret of the tests alone' } },
          }),
        ],
        test: {
          name: 'worker',
          include: ['test/**/*.test.ts'],
          exclude: ['test/local/**', 'test/clients/**'],
          setupFiles: ['./test/setup.ts'],
          isolate: false,
          maxWorkers: 1,
        },
      },
    ],
  },
})
