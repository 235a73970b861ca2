// Runs inside workerd, in the copy of the project: plays each test of a file as it is, and then, the quick ones first, once more under
// each mutant that it has passed by. So a mutant costs no start, and only the tests that could notice it.
import { TestRunner, afterAll, beforeAll, inject } from 'vitest'
import type { RunnerTestCase, RunnerTestFile, RunnerTestSuite } from 'vitest'
import type { PlayedFile } from './play.ts'

interface Switch {
  /** The mutant that is on. */
  active: number
  passed: Set<number>
  calls: number
  /** A mutant that goes on for longer never ends. */
  mostCalls: number
}

/** Longer ones, which play a whole operation once for each of its batches or thousands of rows, would take hours. */
const LONGEST_MS = 4000
/** In one file. */
const ENOUGH_MS = 10_000
const HOURS_MS = 10_800_000
const ENOUGH_CALLS = 1_000_000

/** No mutant is on. */
const NONE = 0
const ALL = Number.POSITIVE_INFINITY
const state: Switch = ((globalThis as { mutantSwitch?: Switch }).mutantSwitch ??= { active: NONE, passed: new Set(), calls: 0, mostCalls: ALL })
const injected = inject as (name: string) => unknown
const always = injected('always') as number
const wanted = new Set(injected('wanted') as readonly number[])
state.active = always

interface Clean {
  readonly test: RunnerTestCase
  readonly whole: () => unknown
  readonly passed: readonly number[]
  readonly calls: number
  readonly ms: number
}

const cleans: Clean[] = []
const [killed, unclear, msOf] = [new Set<number>(), new Set<number>(), new Map<number, number>()]
let atLoad: readonly number[] = []

type Suites = Readonly<RunnerTestSuite | RunnerTestFile>

// oxlint-disable-next-line no-empty-pattern -- vitest wants to see the names of the fixtures, and there are none
beforeAll(async ({}, file: Suites) => {
  atLoad = [...state.passed]
  if (always !== NONE) return
  // TestRunner.setTestFn of vitest 4.1 is getTestFn by mistake. This module warns as it is read, which stops a worker.
  const { warn } = console
  console.warn = () => undefined
  const { setFn } = await import('vitest/suite')
  console.warn = warn
  eachTest(file, (test) => setFn(test, watched(test)))
}, HOURS_MS)

// oxlint-disable-next-line no-empty-pattern -- vitest wants to see the names of the fixtures, and there are none
afterAll(async ({}, file: Suites) => {
  for (const clean of cleans.toSorted((one, other) => one.ms - other.ms)) await playAll(clean)
  const passed = [...new Set(cleans.flatMap((clean) => clean.passed))]
  Object.assign(file.meta, { played: { killed: [...killed], unclear: [...unclear], passed, atLoad, ms: Object.fromEntries(msOf) } satisfies PlayedFile })
}, HOURS_MS)

function eachTest(suite: Suites, act: (test: RunnerTestCase) => void): void {
  for (const task of suite.tasks) {
    if (task.type === 'suite') eachTest(task, act)
    else act(task)
  }
}

/** The clock of workerd stands still while code runs that waits for nothing. */
async function clock(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 0))
  return Date.now()
}

function watched(test: RunnerTestCase): () => Promise<void> {
  const whole = TestRunner.getTestFn(test)
  return async () => {
    Object.assign(state, { passed: new Set(), calls: 0 })
    const startedAtMs = await clock()
    await whole()
    const passed = [...state.passed].filter((id) => wanted.has(id))
    cleans.push({ test, whole, passed, calls: state.calls, ms: (await clock()) - startedAtMs })
  }
}

/** Where its test is not well again without the mutant, an earlier one may have left something: who failed it is not clear. */
async function playAll(clean: Clean): Promise<void> {
  if (clean.ms > LONGEST_MS) return
  for (const id of clean.passed) {
    if (killed.has(id) || unclear.has(id) || (msOf.get(id) ?? 0) > ENOUGH_MS || !(await fails(id, clean))) continue
    const isWell = !(await fails(NONE, clean))
    if (isWell) killed.add(id)
    else unclear.add(id)
    if (!isWell) return
  }
}

/** Whether the test fails under it, or takes much longer. What an endless mutant has begun may go on afterwards. */
async function fails(id: number, clean: Clean): Promise<boolean> {
  Object.assign(state, { active: id, calls: 0, mostCalls: 5 * clean.calls + ENOUGH_CALLS })
  const startedAtMs = await clock()
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const tooLong = new Promise((_, reject) => void (timer = setTimeout(() => reject(new Error('it takes too long')), 8 * clean.ms + 10_000)))
    await Promise.race([withHooks(clean), tooLong])
    return false
  } catch {
    return true
  } finally {
    clearTimeout(timer)
    Object.assign(state, { active: NONE, mostCalls: ALL })
    if (id !== NONE) msOf.set(id, (msOf.get(id) ?? 0) + (await clock()) - startedAtMs)
  }
}

/** Those of its suites, outermost first; the first time the runner has called them. */
async function withHooks({ test, whole }: Clean): Promise<void> {
  const suites: RunnerTestSuite[] = []
  for (let { suite } = test; suite; { suite } = suite) suites.unshift(suite)
  suites.unshift(test.file)
  for (const suite of suites) for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite)
  await whole()
  for (const suite of suites.toReversed()) for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite)
}
