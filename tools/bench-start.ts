// How long a start takes, from outside: `npm run bench:start`. An empty Worker, the least that such a service is, and ours as
// it is and as it was, each built as it is deployed and started in turn, so that what else the machine does meets all alike.
// `--rounds 15`: how often each starts. `--json file`: every single time. Paths of further bundles are timed along.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { print } from './local/terminal.ts'
import { startTable } from './bench-start/figures.ts'
import { makeSubjects } from './bench-start/subjects.ts'
import { timeStart, type Start } from './bench-start/time-start.ts'

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, json: { type: 'string' } },
  allowPositionals: true,
})

const { subjects, missing, close } = await makeSubjects(positionals)
try {
  const timed = subjects.map((subject) => ({ ...subject, starts: new Array<Start>() }))
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const { config, query, starts } of timed) starts.push(await timeStart(config, query))
  }
  for (const line of startTable(timed)) print(line)
  for (const line of missing) print(line)
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(timed.map(({ name, gzipKib, starts }) => ({ name, gzipKib, starts })), null, 2))
} finally {
  close()
}
