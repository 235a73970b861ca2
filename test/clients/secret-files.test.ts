// What the tools write with keys or secrets in it is for its owner alone.
import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeSecretFile } from '../../tools/local/secret-file.ts'
import { projectFolder } from '../../tools/local/tools.ts'

/** They write bundles, the portal's files and fonts, pictures, the schema, a database's name, planted faults, a copy of the tree, a drawing, templates, times, what is told of a benchmark or to its workerd: nothing that anybody must not read. */
const WITHOUT_SECRETS: ReadonlySet<string> = new Set(['tools/bench-start.ts', 'tools/bench.ts', 'tools/bench-start/subjects.ts', 'tools/bench-start/workerd-config.ts', 'tools/bench/services.ts', 'tools/build.ts', 'tools/build/site.ts', 'tools/demo/generation.ts', 'tools/fonts.ts', 'tools/house.ts', 'tools/local/open-database.ts', 'tools/mutate/copy.ts', 'tools/new-upstream.ts', 'tools/samples.ts', 'tools/schema.ts', 'tools/screenshots.ts', 'tools/simulate.ts'])

test('a secret file is for its owner alone, also where one was left that all can read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doitong-secret-'))
  try {
    for (const name of ['new', 'old']) {
      const file = join(folder, name)
      if (name === 'old') writeFileSync(file, 'a much longer text than the secret', { mode: 0o644 })
      writeSecretFile(file, 'secret')
      assert.equal((statSync(file).mode & 0o777).toString(8), '600')
      assert.equal(readFileSync(file, 'utf8'), 'secret')
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the tools write files in no other way, unless nothing in them is secret', () => {
  const writers = globSync('tools/**/*.ts', { cwd: projectFolder })
    .filter((path) => /\b(?:writeFile|appendFile|createWriteStream)(?:Sync)?\(/.test(readFileSync(join(projectFolder, path), 'utf8').replaceAll('appendFileSync(logFile', '')))
    .toSorted((one, other) => one.localeCompare(other))
  assert.deepEqual(writers.filter((path) => !WITHOUT_SECRETS.has(path)), ['tools/local/secret-file.ts'])
})
