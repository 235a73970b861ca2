// The Workers' configurations on the developer's machine. The API's is wrangler.toml with the variables of local development: a
// file of its own, since `--var` and `--env-file` reach only the first of several Workers.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import * as v from 'valibot'
import { experimental_readRawConfig } from 'wrangler'
import type { LocalSecrets } from './accounts.ts'
import type { DeclaredDatabase } from './databases.ts'
import { EMULATORS } from '../build.ts'
import { emulatorSettings } from './emulator-settings.ts'
import { writeSecretFile } from './secret-file.ts'
import { projectFolder } from './tools.ts'

/** What is changed in it; the rest stays as it is. */
const DeclaredConfig = v.looseObject({
  main: v.string(),
  assets: v.looseObject({}),
  vars: v.record(v.string(), v.string()),
})

export interface LocalService {
  /** Where callers reach the service, no trailing slash. */
  readonly url: string
  /** Where the upstreams' emulators are, no trailing slash. */
  readonly emulators: string
  /** A bundle to run as it is, instead of the source. */
  readonly built: string | undefined
  /** The folder of the portal's files. */
  readonly site: string
  readonly databases: readonly DeclaredDatabase[]
}

/** Mira of the local issuer. */
const ADMIN_SUBJECT = 'user-mira'

/** Writes the configuration and returns its path. A developer's own `.dev.vars` has the last word. */
export async function writeApiConfig(stateFolder: string, service: LocalService, secrets: Pick<LocalSecrets, 'mediaLinkSecret' | 'clientTokenSecret' | 'sessionSecret' | 'callbackSecret'>): Promise<string> {
  const { rawConfig } = experimental_readRawConfig({ config: join(projectFolder, 'wrangler.toml') })
  const declared = v.parse(DeclaredConfig, rawConfig)
  const path = join(stateFolder, 'wrangler.json')
  const config = {
    ...declared,
    main: service.built ?? resolve(projectFolder, declared.main),
    no_bundle: service.built !== undefined,
    assets: { ...declared.assets, directory: service.site },
    d1_databases: service.databases.map((database) => ({ ...database, migrations_dir: resolve(projectFolder, database.migrations_dir) })),
    vars: {
      ...declared.vars,
      PUBLIC_URL: service.url,
      ALLOW_LOOPBACK: 'true',
      MEDIA_LINK_SECRET: secrets.mediaLinkSecret,
      CLIENT_TOKEN_SECRET: secrets.clientTokenSecret,
      SESSION_SECRET: secrets.sessionSecret,
      CALLBACK_SECRET: secrets.callbackSecret,
      ADMIN_PEOPLE: JSON.stringify([{ issuer: `${service.emulators}/open-id`, subject: ADMIN_SUBJECT }]),
      ...(await emulatorSettings(service.emulators)),
      ...ownSettings(),
    },
  }
  writeSecretFile(path, JSON.stringify(config, null, 2))
  return path
}

/** @param built a bundle to run as it is @returns the path of the configuration */
export function writeEmulatorsConfig(stateFolder: string, built: string): string {
  const { rawConfig } = experimental_readRawConfig({ config: EMULATORS.config })
  const path = join(stateFolder, 'emulators.json')
  writeSecretFile(path, JSON.stringify({ ...rawConfig, main: built }, null, 2))
  return path
}

/** A name without a value, as in `.dev.vars.example`, changes nothing. */
function ownSettings(): Record<string, string | undefined> {
  const path = join(projectFolder, '.dev.vars')
  const settings = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value))
}
