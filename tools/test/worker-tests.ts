// The tests inside workerd, counted from vitest's own report.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
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

/** The longest has a workerd to itself: one that had played a hundred files before it was seen to spin in V8's own tasks without end. */
const APART = 'test/simulation/simulation.test.ts'

/** Two workerds at a time, each with tables of its own: one uses little more than one core. */
export async function runWorkerTests(): Promise<Tally> {
  // Each of them would build it.
  await buildSiteIfChanged()
  const first = half(1)
  return sum(await Promise.all([first, first.then(() => runPart([APART])), half(2)]))
}

const half = (index: number): Promise<Tally> => runPart([`--shard=${index}/2`], { TESTED_APART: APART })

/** @param which `--shard=1/2`: the first half of the files */
async function runPart(which: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'doitong-tests-'))
  const reportFile = join(folder, 'vitest.json')
  try {
    const { code } = await runTool('vitest', ['run', ...which, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`], { environment })
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
