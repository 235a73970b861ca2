// A generation of each account that goes on for ever, known to its account's object as any that was read once; by the key that
// is replayed. And the one of the account that may make no more.
import * as v from 'valibot'
import type { Account, Accounts } from './accounts.ts'
import { REPLAYED, generationOf, readOf, type Asked } from './scenarios.ts'

const Made = v.object({ data: v.object({ generate: v.object({ id: v.string() }) }) })

/** @returns their ids by the account's */
export async function openGenerations(url: string, { free, spent }: Accounts): Promise<ReadonlyMap<string, string>> {
  const post = async ({ headers, body }: Asked): Promise<unknown> => (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()
  const ids = new Map<string, string>()
  const make = async (account: Account): Promise<void> => {
    const answer = await post(generationOf(account, REPLAYED))
    const { success, output } = v.safeParse(Made, answer)
    if (!success) throw new Error(`ours does not answer: ${JSON.stringify(answer)}`)
    ids.set(account.id, output.data.generate.id)
    await post(readOf(account, output.data.generate.id))
  }
  for (const account of [...free, spent]) await make(account)
  return ids
}
