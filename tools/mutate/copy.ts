// A copy of the project in which every mutation of the chosen files stands behind a switch, for the tests to run in.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { copyProject } from '../local/project-copy.ts'
import { projectFolder } from '../local/tools.ts'
import { instrument, type Mutation } from './mutations.ts'

export const copyFolder = join(projectFolder, '.wrangler', 'mutate')
const SWITCH = 'src/mutant-switch.ts'

/**
 * One number is on at a time; which ones are passed by is remembered. What is on from the start is known before anything of the
 * project is read: the runner reads the Worker before the tests. In Node and in the portal there is no such module, and nothing is on; no bundler may look for it.
 */
const SWITCH_CODE = `const platform = ['cloudflare', 'workers'].join(':')
const always = await import(/* @vite-ignore */ platform).then(({ env }) => env.MUTANT_ALWAYS ?? 0, () => 0)
const state = (globalThis.mutantSwitch ??= { active: always, passed: new Set(), calls: 0, mostCalls: Infinity })
export const __mutant = (id) => {
  if (++state.calls > state.mostCalls) throw new Error('it never ends')
  state.passed.add(id)
  return state.active === id
}
`

/** @param patterns of files below the project */
export function copyWithMutations(patterns: readonly string[]): readonly Mutation[] {
  copyProject('mutate')
  writeFileSync(join(copyFolder, SWITCH), SWITCH_CODE)
  const config = join(copyFolder, 'vitest.config.ts')
  const text = readFileSync(config, 'utf8')
  const bound = text.replace('TEST_MIGRATIONS: migrations,', '$& MUTANT_ALWAYS: Number(process.env.MUTANT_ALWAYS ?? 0),')
  if (bound === text) throw new Error('vitest.config.ts has no place for the mutant that is on from the start')
  writeFileSync(config, bound)
  const setup = join(copyFolder, 'test', 'setup.ts')
  // Its own text, since what it imports would be read but once in a process.
  writeFileSync(setup, readFileSync(join(projectFolder, 'tools/mutate/in-worker.ts'), 'utf8') + readFileSync(setup, 'utf8'))
  let last = 0
  return patterns.flatMap((pattern) => globSync(pattern, { cwd: projectFolder }).toSorted()).flatMap((file) => {
    const { code, mutations } = instrument(file, readFileSync(join(projectFolder, file), 'utf8'), () => (last += 1))
    const path = relative(dirname(file), SWITCH)
    writeFileSync(join(copyFolder, file), `import { __mutant } from '${path.startsWith('.') ? path : `./${path}`}'\n${code}`)
    return mutations
  })
}
