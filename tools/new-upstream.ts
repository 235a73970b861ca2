// `npm run new:upstream -- acme`: a new company's upstream, as far as it is the same for all: a folder in src/upstreams and one in
// emulators, a row file, a line in each registry, and tests that fail and say what is to be filled in.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bold, dim, print, red } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'
import { EDITS, edited } from './new-upstream/edits.ts'

const TEMPLATES = {
  'adapter.ts.txt': 'src/upstreams/acme/adapter.ts',
  'twin.ts.txt': 'emulators/acme/twin.ts',
  'rows.ts.txt': 'src/catalog/models/acme.ts',
  'adapter.test.ts.txt': 'test/upstreams/acme/adapter.test.ts',
} as const

process.exitCode = make(process.argv[2]) ? 0 : 1

function make(name: string | undefined): boolean {
  if (name === undefined || !/^[a-z][a-z0-9]{1,30}$/.test(name)) {
    print(red('npm run new:upstream -- acme: a name of small letters and digits, which begins with a letter'))
    return false
  }
  const made = Object.entries(TEMPLATES).map(([template, path]) => ({ path: path.replace('acme', name), text: named(readTemplate(template), name) }))
  const taken = made.find(({ path }) => existsSync(join(projectFolder, path)))
  if (taken) {
    print(red(`${taken.path} is there already`))
    return false
  }
  // All of them are found before any is written.
  const changed = EDITS.map(({ path, ...edit }) => ({ path, text: edited(path, readFileSync(join(projectFolder, path), 'utf8'), edit, (text) => named(text, name)) }))
  for (const { path, text } of [...made, ...changed]) {
    mkdirSync(dirname(join(projectFolder, path)), { recursive: true })
    writeFileSync(join(projectFolder, path), text)
  }
  for (const { path } of made) print(`made     ${path}`)
  for (const { path } of changed) print(dim(`changed  ${path}`))
  print(`\nWhat is to be filled in: ${bold(`npm run unit -- test/upstreams/${name}`)}\nThen the suite of all companies: ${bold('npm run unit -- test/upstreams/contract.test.ts test/upstreams/refusals.test.ts')}`)
  return true
}

function readTemplate(name: string): string {
  return readFileSync(new URL(`./new-upstream/templates/${name}`, import.meta.url), 'utf8')
}

/** As a word of code, of a type's name, of a setting. */
function named(text: string, name: string): string {
  return text.replaceAll('acme', name).replaceAll('Acme', name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('ACME', name.toUpperCase())
}
