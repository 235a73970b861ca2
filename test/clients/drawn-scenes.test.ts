// What the emulators and test mode deliver is committed (`tools/samples.ts`): everybody who clones the project waits for it.
import assert from 'node:assert/strict'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../../tools/local/tools.ts'

const MOST_BYTES = 15_000_000

test('the drawn scenes are 15 MB at most', () => {
  const files = globSync(['static/test-media/*', 'emulators/paint/scenes/*'], { cwd: projectFolder })
  const bytes = files.reduce((sum, file) => sum + statSync(join(projectFolder, file)).size, 0)
  assert.ok(files.length > 100 && bytes <= MOST_BYTES, `${files.length} files of ${bytes} bytes`)
})
