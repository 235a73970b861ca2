// The tests inside workerd, counted from vitest's own report.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import pLimit from 'p-limit'
import * as v from 'valibot'
import { sum, withReason, type Tally } from './tally.ts'
import { buildSiteIfChanged } from '../build/site.ts'
import { projectFolder, runTool } from '../local/tools.ts'

const Report = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(v.object({ fullName: v.string(), status: v.string(), failureMessages: v.nullish(v.array(v.string())) })),
    }),
  ),
})
type FileReport = v.InferOutput<typeof Report>['testResults'][number]

/** Each a workerd with tables of its own, which uses little more than one core. Four by two take 736 s where two took 955. */
const PARTS = 4
const AT_ONCE = 2

export async function runWorkerTests(): Promise<Tally> {
  // Each of them would build it.
  await buildSiteIfChanged()
  const parts = Array.from({ length: PARTS }, (_, index) => `${index + 1}/${PARTS}`)
  return sum(await pLimit(AT_ONCE).map(parts, runPart))
}

/** @param part `1/4`: the first quarter of the files */
async function runPart(part: string): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'doitong-tests-'))
  const reportFile = join(folder, 'vitest.json')
  try {
    const { code } = await runTool('vitest', ['run', `--shard=${part}`, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`])
    if (!existsSync(reportFile)) return { passed: 0, failed: ['vitest ended without a report'], skipped: [] }
    const { testResults } = v.parse(Report, JSON.parse(readFileSync(reportFile, 'utf8')))
    const failed = testResults.flatMap(failuresIn)
    // Nothing failed by name, yet vitest says so: an error outside any test, or no test at all.
    if (code !== 0 && failed.length === 0) failed.push(`vitest ended with ${code}`)
    const all = testResults.flatMap(({ assertionResults }) => assertionResults)
    return { passed: all.filter(({ status }) => status === 'passed').length, failed, skipped: testResults.flatMap(skipsIn) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const named = (file: FileReport, test: string) => `${relative(projectFolder, file.name)}: ${test}`

function failuresIn(file: FileReport): string[] {
  const failed = file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => withReason(named(file, fullName), failureMessages?.join('\n') ?? ''))
  // A file that could not be loaded has no tests to name.
  return file.status === 'failed' && failed.length === 0 ? [named(file, 'the file itself')] : failed
}

function skipsIn(file: FileReport): string[] {
  return file.assertionResults
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName, status }) => named(file, `${fullName} (${status})`))
}
