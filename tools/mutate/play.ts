// A process that plays test files, one after the other, under mutants: in-worker.ts does it inside, and tells by the file's meta.
// When one never ends, the process is killed, and the next one takes over.
import { createVitest } from 'vitest/node'
import { copyFolder } from './copy.ts'

export interface Play {
  readonly file: string
  /** Each is played by each test that passes it by. */
  readonly wanted: readonly number[]
  /** On from the start, also while modules are read; 0: none. */
  readonly always: number
}

export interface PlayedFile {
  readonly killed: readonly number[]
  /** A test failed under it, and went on failing without it. */
  readonly unclear: readonly number[]
  readonly passed: readonly number[]
  readonly atLoad: readonly number[]
  /** How long each has been played. */
  readonly ms: Readonly<Record<number, number>>
}

export interface Played extends PlayedFile {
  /** What failed; undefined: nothing. */
  readonly failure: string | undefined
}

const NOTHING: PlayedFile = { killed: [], unclear: [], passed: [], atLoad: [], ms: {} }

process.chdir(copyFolder)
const vitest = await createVitest('test', { watch: false, reporters: [{}], root: copyFolder, hookTimeout: 3_600_000 })

async function play({ file, wanted, always }: Play): Promise<Played> {
  for (const project of vitest.projects) {
    const provide = project.provide.bind(project) as (name: string, value: unknown) => void
    provide('wanted', wanted)
    provide('always', always)
  }
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(await vitest.globTestSpecifications([file]))
  const [module] = testModules
  const meta = module?.meta() as { readonly played?: PlayedFile } | undefined
  const failedTest = module && [...module.children.allTests('failed')][0]
  const errors = [...(failedTest?.result().errors ?? module?.errors() ?? []), ...(always > 0 ? unhandledErrors : [])]
  const failure = module?.state() === 'passed' && errors.length === 0 ? undefined : `${failedTest?.fullName ?? ''}: ${String((errors[0] as Error | undefined)?.message).slice(0, 200).replace(/\s+/g, ' ')}`
  return { ...NOTHING, ...meta?.played, failure }
}

process.on('message', (wish: Play) => void play(wish).then((played) => process.send?.(played)))
process.send?.('ready')
