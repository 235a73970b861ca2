// Before each test file: the real migrations on the test's databases.
import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

for (const database of [env.DB, env.SHARD_ONE, env.SHARD_TWO, env.SHARD_THREE]) await applyD1Migrations(database, env.TEST_MIGRATIONS)
