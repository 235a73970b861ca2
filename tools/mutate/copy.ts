// A copy of the project in which every mutation of the chosen files stands behind a switch, for the tests to run in.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { projectFolder } from '../local/tools.ts'
import { instrument, type Mutation } from './mutations.ts'

export const copyFolder = join(projectFolder, '.wrangler', 'mutate')
/** What a copy needs beside node_modules, which it finds in the folders above it. */
const COPIED = ['src', 'emulators', 'tools', 'test', 'static', 'migrations', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'wrangler.toml', 'schema.graphql', 'README.md', 'docs'] as const
const SWITCH = 'src/mutant-switch.ts'

/** One number is on at a time; which ones are passed by is remembered. */
const SWITCH_CODE = `const state = (globalThis.__mutation ??= { active: 0, passed: new Set() })
export const __mutant = (id) => (state.passed.add(id), state.active === id)
`
const SETUP_CODE = `
import { afterAll, inject } from 'vitest'
const mutation = (globalThis.__mutation ??= { active: 0, passed: new Set() })
mutation.active = inject('mutant') ?? 0
afterAll(() => { if (inject('isCollecting')) console.log('passed ' + [...mutation.passed].join(',')) })
`

/** @param patterns of files below the project */
export function copyWithMutations(patterns: readonly string[]): readonly Mutation[] {
  rmSync(copyFolder, { recursive: true, force: true })
  mkdirSync(copyFolder, { recursive: true })
  for (const name of COPIED) cpSync(join(projectFolder, name), join(copyFolder, name), { recursive: true })
  writeFileSync(join(copyFolder, SWITCH), SWITCH_CODE)
  const setup = join(copyFolder, 'test', 'setup.ts')
  writeFileSync(setup, readFileSync(setup, 'utf8') + SETUP_CODE)
  let last = 0
  return patterns.flatMap((pattern) => globSync(pattern, { cwd: projectFolder }).toSorted()).flatMap((file) => {
    const { code, mutations } = instrument(file, readFileSync(join(projectFolder, file), 'utf8'), () => (last += 1))
    const path = relative(dirname(file), SWITCH)
    writeFileSync(join(copyFolder, file), `import { __mutant } from '${path.startsWith('.') ? path : `./${path}`}'\n${code}`)
    return mutations
  })
}
