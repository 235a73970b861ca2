// A copy of the project to change and try, without touching the project itself.
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { projectFolder } from './tools.ts'

/** What a copy needs beside node_modules, which it finds in the folders above it. */
const COPIED = [
  'src', 'portal', 'emulators', 'tools', 'test', 'static', 'migrations', 'docs', 'CHANGELOG.md', 'package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts', 'wrangler.toml', 'schema.graphql', 'README.md',
] as const

/** @param name of the copy, made anew @returns its folder */
export function copyProject(name: string): string {
  const folder = join(projectFolder, '.wrangler', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const part of COPIED) cpSync(join(projectFolder, part), join(folder, part), { recursive: true, filter: (path) => basename(path) !== 'node_modules' })
  return folder
}
