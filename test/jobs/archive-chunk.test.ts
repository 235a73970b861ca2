// The form of a chunk: a hundred lines to a member, where each member stands, and what the objects are called.
import { expect, it } from 'vitest'
import { chunkKey, linesOf, listKey, memberOf, packLines } from '../../src/jobs/archive-chunk.ts'

const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `gen_${String(index).padStart(4, '0')}` }))

it.each([[0, []], [1, ['gen_0000']], [100, ['gen_0000']], [101, ['gen_0000', 'gen_0100']], [200, ['gen_0000', 'gen_0100']]])('of %i lines the members begin with %j, and all lines are read again', async (count, first) => {
  const { bytes, members } = await packLines(lines(count))
  expect(members.map(([firstId]) => firstId)).toEqual(first)
  expect(await linesOf({ members, bytes: bytes.byteLength }, bytes)).toEqual(lines(count))
})

it('one line is among those of its member, which ends where the next begins, or the chunk', () => {
  const chunk = { members: [['b', 0], ['d', 30], ['f', 70]], bytes: 100 } as const
  const found = ['a', 'b', 'c', 'd', 'e', 'f', 'z'].map((id) => memberOf(chunk, id))
  const [one, two, three] = [{ offset: 0, length: 30 }, { offset: 30, length: 40 }, { offset: 70, length: 30 }]
  expect(found).toEqual([undefined, one, one, two, two, three, three])
  expect(memberOf({ members: [], bytes: 0 }, 'a')).toBeUndefined()
})

it('a chunk and its list are called by their account, month, ids and digest', () => {
  const named = { accountId: 'acc_a', month: '2026-09', firstId: 'gen_a', lastId: 'gen_b', sha256: '0123456789abcdef' }
  expect([chunkKey(named), listKey(named)]).toEqual(['archive/acc_a/2026-09/gen_a-gen_b-01234567.ndjson.gz', 'archive/acc_a/2026-09/gen_a-gen_b-01234567.list.ndjson.gz'])
})
