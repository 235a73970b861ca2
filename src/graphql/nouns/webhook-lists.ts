// The list of webhook deliveries.
import { selectDeliveries, selectDeliveriesEnd } from '../../store/filtered-pages.ts'
import { lookedPage, readPage } from '../types/connection.ts'
import type { Context } from '../types/context.ts'
import { readDeliveryFilter } from './list-filters.ts'

export async function readDeliveries(args: Readonly<Record<string, unknown>>, context: Context) {
  const { services: { database }, caller: { accountId } } = context
  const filter = await readDeliveryFilter(args['filter'], context)
  return lookedPage(readPage(args), filter, {
    rows: async (before, limit) => (await database.batch([selectDeliveries(database, accountId, before, limit, filter)]))[0],
    end: async (before) => (await database.batch([selectDeliveriesEnd(database, accountId, before, filter)]))[0],
  })
}
