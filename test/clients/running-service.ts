// The service that the clients talk to. `npm test` starts one for all of them and passes it on in the environment;
// a single file can be run by hand against `npm run dev`: node --test test/clients/operations.test.ts
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { ByPlan } from '../../tools/local/accounts.ts'
import { projectFolder } from '../../tools/local/tools.ts'
import { SERVICE_VARIABLE } from './hand-over.ts'

const Service = v.object({
  url: v.string(),
  emulators: v.string(),
  keys: ByPlan,
  adminKey: v.string(),
})
export type Service = v.InferOutput<typeof Service>

export const service: Service = v.parse(
  Service,
  JSON.parse(process.env[SERVICE_VARIABLE] ?? readFileSync(join(projectFolder, '.wrangler', 'dev.json'), 'utf8')),
)
