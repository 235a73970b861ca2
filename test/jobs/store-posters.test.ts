// The pictures of what was made: each with its own output, and nothing is written where there is none.
import { expect, it } from 'vitest'
import { storePosters } from '../../src/jobs/store-posters.ts'
import { file } from './one-job.ts'

async function stored(outputs: readonly string[] | null, posters: readonly (string | undefined)[]) {
  const asked: string[] = []
  const poster = async (url: string, key: string) => (asked.push(`${url} ${key}`), url !== 'gone')
  return [await storePosters({ media: { poster } }, { outputs: outputs && outputs.map((name) => file(name)) }, posters), asked]
}
const pictured = (name: string) => ({ ...file(name), poster: true })

it('each is stored beside its own output', async () => {
  expect(await stored(['a', 'b', 'c', 'd'], ['one', undefined, 'gone', 'two'])).toEqual([[pictured('a'), file('b'), file('c'), pictured('d')], ['one a', 'gone c', 'two d']])
  expect(await stored(['a'], ['one'])).toEqual([[pictured('a')], ['one a']])
})

it.each([[null, ['one']], [[], ['one']], [['a'], []], [['a'], [undefined]], [['a'], ['gone']]])('of %j with %j nothing is otherwise', async (outputs, posters) => {
  expect((await stored(outputs, posters))[0]).toBeUndefined()
})
