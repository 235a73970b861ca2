// What is older than 30 days is forgotten account by account. The tables are one for all tests: this begins with the world's own.
import { putMark } from '../../src/store/marks.ts'
import { forgetOld } from '../../src/webhooks/forget-old.ts'
import type { World } from '../world.ts'

export async function forgetIn({ services, accountId }: World): Promise<void> {
  await services.database.batch([putMark(services.database, 'forgotten', accountId.slice(0, -1), services.now())])
  await forgetOld(services)
}
