// What is started: each built as it is deployed, and laid out for workerd in a folder of its own.
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { mintKey } from '../../src/domain/key-format.ts'
import { build, builtOnce } from '../build.ts'
import { PIPED, projectFolder, runTool } from '../local/tools.ts'
import { insertSql, sha256 } from '../admin/operator-sql.ts'
import { serveDatabase } from './database.ts'
import type { Query } from './time-start.ts'
import { platformOf, writeConfig } from './workerd-config.ts'

/** A start may not take longer than that of this commit. */
const BEFORE = 'b3119da'

const folder = join(projectFolder, '.wrangler', 'bench-start')
const part = (name: string): string => join(import.meta.dirname, name)

export interface Subject {
  readonly name: string
  /** For workerd. */
  readonly config: string
  readonly query: Query | undefined
  readonly gzipKib: number
}

export interface Subjects {
  readonly subjects: readonly Subject[]
  /** What could not be made, and why. */
  readonly missing: readonly string[]
  readonly close: () => void
}

/** @param bundles paths of further ones, of this service; the empty Worker is the first of what is returned */
export async function makeSubjects(bundles: readonly string[]): Promise<Subjects> {
  rmSync(folder, { recursive: true, force: true })
  const key = mintKey('live', randomBytes)
  const ours: Query = { document: '{ providers { id models { id } } }', headers: { Authorization: `Bearer ${key}` } }
  const theirs: Query = { document: '{ hello }', headers: {} }
  const { subject: subjectOf, close } = subjectsOf(key)

  const config = configOfSmall()
  const subjects = [
    await subjectOf('empty Worker', await build(join(folder, 'empty'), { config, entry: part('empty-worker.ts') })),
    await subjectOf('Hono and graphql-js', await build(join(folder, 'bare'), { config, entry: part('bare-worker.ts') }), { query: theirs }),
    await subjectOf('ours today', await builtOnce(), { query: ours, root: projectFolder }),
  ]
  const before = await sourceOf(BEFORE)
  if (before !== undefined) subjects.push(await subjectOf(`ours at ${BEFORE}`, await build(join(folder, 'before'), { config: join(before, 'wrangler.toml') }), { query: ours, root: before }))
  for (const bundle of bundles) subjects.push(await subjectOf(bundle, resolve(bundle), { query: ours, root: projectFolder }))
  return { subjects, missing: before === undefined ? [`The history does not reach back to ${BEFORE}: it is left out.`] : [], close }
}

/** For those that have nothing of ours. */
function configOfSmall(): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'wrangler.json')
  writeFileSync(path, JSON.stringify({ name: 'small', ...platformOf(join(projectFolder, 'wrangler.toml')) }))
  return path
}

/** @param key of the account that asks */
function subjectsOf(key: string) {
  const closing: (() => void)[] = []
  let count = 0
  return {
    /** @param made.root where its wrangler.toml and migrations are; absent where it has no bindings */
    subject: async (name: string, bundle: string, made: { readonly query?: Query; readonly root?: string } = {}): Promise<Subject> => {
      const own = join(folder, `subject-${(count += 1)}`)
      mkdirSync(own, { recursive: true })
      copyFileSync(bundle, join(own, 'index.js'))
      const database = made.root === undefined ? undefined : await serveDatabase(join(made.root, 'migrations'), accountSql(key))
      if (database) closing.push(database.close)
      const config = writeConfig(own, join(made.root ?? projectFolder, 'wrangler.toml'), database?.address)
      return { name, config, query: made.query, gzipKib: gzipSync(readFileSync(bundle)).byteLength / 1024 }
    },
    close: () => closing.forEach((one) => one()),
  }
}

/** The tree of a commit; it finds the packages of today in the folders above it. Undefined where there is no such history. */
async function sourceOf(commit: string): Promise<string | undefined> {
  const root = join(folder, 'source')
  const archive = `${root}.tar`
  mkdirSync(root, { recursive: true })
  const packed = await runTool('git', ['archive', '--output', archive, commit], { stdio: PIPED })
  if (packed.code !== 0) return undefined
  const { code, stderr } = await runTool('tar', ['-xf', archive, '-C', root], { stdio: PIPED })
  if (code !== 0) throw new Error(`${basename(archive)} could not be unpacked: ${stderr}`)
  return root
}

function accountSql(key: string): string {
  const hash = sha256(key)
  return [
    insertSql('accounts', { id: 'acct_start', name: 'Start', plan: 'PRO', credits: 1000, webhook_secret: 'whsec_c3RhcnQ=', created_at_ms: 0 }),
    insertSql('api_keys', { hash, account_id: 'acct_start', id: 'key_start', name: 'Start', kind: 'live', last_four: key.slice(-4), created_at_ms: 0 }),
  ].join('\n')
}
