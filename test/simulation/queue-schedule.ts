// Schedules in which accounts ask for more than they have slots, and most of it waits. For the rest as any other.
import * as fc from 'fast-check'
import type { CallerName } from './callers.ts'
import type { CaseName } from './cases.ts'
import { schedules } from './schedule.ts'
import type { RequestCase, Schedule } from './schedule.ts'

/** Quick ones, and cheap enough for the smallest account. */
const WHAT: readonly CaseName[] = ['flux-dev', 'elevenlabs', 'flux-krea', 'luma']

const request: fc.Arbitrary<RequestCase> = fc.record({
  what: fc.constantFrom(...WHAT),
  caller: fc.constantFrom<CallerName>('small', 'small', 'large'),
  word: fc.constantFrom<RequestCase['word']>('', '', '', '', '[[fail]]', '[[moderated]]'),
  manner: fc.constant(''),
  hasKey: fc.boolean(),
  hasWebhook: fc.constant(false),
  isPatient: fc.constantFrom(true, true, true, true, false),
  atSeconds: fc.oneof({ weight: 4, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(60) }),
  waitSeconds: fc.constantFrom(0, 0, 0, 20),
  storeDays: fc.constant(null),
  upload: fc.constant(null),
})

export const queueSchedules: fc.Arbitrary<Schedule> = fc
  .record({ other: schedules, requests: fc.array(request, { minLength: 4, maxLength: 9 }) })
  .map(({ other, requests }) => ({ ...other, requests, due: 0, health: 'WELL', places: null, isSharded: false, archives: null, credits: 1_000_000 }))
