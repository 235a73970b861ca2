// The databases that the Worker is bound to, as wrangler.toml declares them.
import { join } from 'node:path'
import * as v from 'valibot'
import { experimental_readRawConfig } from 'wrangler'
import { projectFolder } from './tools.ts'

const Declared = v.object({ d1_databases: v.array(v.object({ binding: v.string(), database_name: v.string(), database_id: v.string(), migrations_dir: v.string() })) })
export type DeclaredDatabase = v.InferOutput<typeof Declared>['d1_databases'][number]

/** @param more that are made up for a test, behind those */
export function declaredDatabases(more = 0): readonly DeclaredDatabase[] {
  const { rawConfig } = experimental_readRawConfig({ config: join(projectFolder, 'wrangler.toml') })
  const declared = v.parse(Declared, rawConfig).d1_databases
  const others = Array.from({ length: more }, (_, index) => {
    const number = declared.length + index
    return { binding: `DB_${number}`, database_name: `doitong-${number}`, database_id: `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`, migrations_dir: 'migrations' }
  })
  return [...declared, ...others]
}
