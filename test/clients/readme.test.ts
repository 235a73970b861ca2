// The sample clients of our own README: the fenced block under each heading, with host and key replaced.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { projectFolder } from '../../tools/local/tools.ts'
import { assertMedia } from './media.ts'
import { bashIsMissing, pythonIsMissing, runProgram, writeProgram } from './programs.ts'
import { adapted } from './published.ts'

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8')

/** The first fenced block under a heading of the third level. */
function sampleUnder(heading: string): string {
  const block = new RegExp(`^### ${heading}\\n(?:(?!#|\`\`\`).*\\n)*\`\`\`\\w.*\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(readme)?.[1]
  assert.ok(block, `README.md has no sample under "### ${heading}"`)
  return adapted(block)
}

const linkIn = (printed: string) => /https?:\/\/[^\s"']+\/media\/[^\s"']+/.exec(printed)?.[0]

describe('the samples of the README', { concurrency: true }, () => {
  test('curl', { skip: bashIsMissing }, async () => {
    const { stdout } = await runProgram('bash', '-euo', 'pipefail', '-c', sampleUnder('curl'))
    assert.match(stdout, /gen_\w+/)
    assert.doesNotMatch(stdout, /"errors"/)
  })

  test('JavaScript', async () => {
    const { stdout } = await runProgram(process.execPath, writeProgram('readme.mjs', sampleUnder('JavaScript')))
    await assertMedia(linkIn(stdout), '')
  })

  test('Python', { skip: pythonIsMissing }, async () => {
    const { stdout } = await runProgram('python3', writeProgram('readme.py', sampleUnder('Python')))
    await assertMedia(linkIn(stdout), '')
  })
})
