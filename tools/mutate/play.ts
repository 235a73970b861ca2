// A process that plays mutants one after the other: it is asked for test files under a mutant, and answers whether one of
// them failed. When a mutant never ends, the process is killed, and the next one takes over.
import { createVitest } from 'vitest/node'
import { copyFolder } from './copy.ts'

export interface Play {
  /** 0: none, to see which mutations the files pass by. */
  readonly mutant: number
  readonly files: readonly string[]
}

export interface Played {
  readonly isKilled: boolean
  readonly passed: readonly number[]
  readonly ms: number
}

process.chdir(copyFolder)
let logged: number[] = []
const reporter = {
  onUserConsoleLog: ({ content }: { readonly content: string }): void => {
    const ids = /^passed ([\d,]+)/.exec(content)?.[1]
    if (ids !== undefined) logged.push(...ids.split(',').map(Number))
  },
}
const vitest = await createVitest('test', { watch: false, bail: 1, reporters: [reporter], root: copyFolder })

async function play({ mutant, files }: Play): Promise<Played> {
  const startedAtMs = Date.now()
  logged = []
  for (const project of vitest.projects) {
    // Read by the setup file of the copy (copy.ts), which has no types.
    const provide = project.provide.bind(project) as (name: string, value: unknown) => void
    provide('mutant', mutant)
    provide('isCollecting', mutant === 0)
  }
  const specifications = await vitest.globTestSpecifications([...files])
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
  const isKilled = unhandledErrors.length > 0 || testModules.some((module) => module.state() === 'failed') || testModules.length === 0
  return { isKilled, passed: logged, ms: Date.now() - startedAtMs }
}

process.on('message', (wish: Play) => void play(wish).then((played) => process.send?.(played)))
process.send?.('ready')
