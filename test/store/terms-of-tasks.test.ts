// Statements on tasks and on takedowns, term by term.
import { sql } from 'drizzle-orm'
import { isUp, selectJobOfAnybody, takeJobDown } from '../../src/store/jobs.ts'
import { selectDue } from '../../src/store/due.ts'
import { tasks } from '../../src/store/task-tables.ts'
import type { Task } from '../../src/store/task-tables.ts'
import { hasTask, insertTask, moveTask, noteTaskFault, selectTask, selectTasks } from '../../src/store/tasks.ts'
import { ACCOUNT, NOW_MS, apart, describeTerms, holds } from './each-term.ts'

const TASK: Task = { accountId: ACCOUNT, id: 'tkd_t', kind: 'takedown', state: '{}', createdAtMs: 1, dueAtMs: NOW_MS, faults: 0 }
const others = apart('tasks')
const DONE = { tasks: { dueAtMs: null } }
const made = { status: 'COMPLETED', expiresAtMs: 2 * NOW_MS, dueFor: 'DELETE', dueAtMs: 2 * NOW_MS } as const
const JOB_KEY = { accountId: ACCOUNT, id: 'gen_j' }

describeTerms('a task', [
  { name: 'by its id', rows: { tasks: {} }, statement: (database) => selectTask(database, TASK), otherwise: others },
  { name: 'of several', rows: { tasks: {} }, statement: (database) => selectTasks(database, ACCOUNT, ['tkd_t', 'tkd_u']), otherwise: others },
  { name: 'that is there', rows: { tasks: {} }, statement: holds(() => hasTask(TASK)), otherwise: others },
  { name: 'begun on a condition', rows: {}, works: false, statement: (database) => insertTask(database, TASK, sql`false`), otherwise: [] },
  { name: 'begun once', rows: { tasks: {} }, works: false, statement: (database) => insertTask(database, TASK, sql`true`), otherwise: others },
  { name: 'moved on', rows: { tasks: {} }, statement: (database) => moveTask(database, TASK, '{"a":1}', 5), otherwise: [...others, DONE, { tasks: { state: '{"b":1}' } }] },
  { name: 'that is due', rows: { tasks: {} }, statement: (database) => selectDue(database, tasks, NOW_MS, undefined, 5), otherwise: [DONE, { tasks: { dueAtMs: NOW_MS + 1 } }] },
  { name: 'whose step threw', rows: { tasks: {} }, statement: (database) => noteTaskFault(database, TASK, NOW_MS, false), otherwise: [...others, DONE] },
])

describeTerms('a takedown', [
  { name: 'of what has files', rows: { jobs: made }, statement: (database) => takeJobDown(database, JOB_KEY, NOW_MS),
    otherwise: [...apart('jobs'), { jobs: { status: 'FAILED' } }, { jobs: { takenDownAtMs: 1 } }] },
  { name: 'on a condition', rows: { jobs: made }, works: false, statement: (database) => takeJobDown(database, JOB_KEY, NOW_MS, sql`false`), otherwise: [] },
  { name: 'that can be made', rows: { jobs: made }, statement: holds(() => isUp(JOB_KEY)), otherwise: [...apart('jobs'), { jobs: { status: 'FAILED' } }, { jobs: { takenDownAtMs: 1 } }] },
  { name: 'by the id alone', rows: { accounts: {}, jobs: made }, statement: (database) => selectJobOfAnybody(database, 'gen_j'), otherwise: [{ jobs: { id: 'gen_other' } }, { accounts: { id: 'acc_other' } }] },
])
