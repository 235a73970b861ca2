// Where the emulators are and which keys they take: the same settings by which the service finds them. A single file can
// be run by hand against `npm run dev`: DOITONG_LOCAL_EMULATORS=http://127.0.0.1:8787/emulators node --test test/sdk/luma.test.ts
import assert from 'node:assert/strict'
import { emulatorSettings } from '../../tools/local/emulator-settings.ts'
import { EMULATORS_VARIABLE } from './hand-over.ts'

/** No trailing slash. */
export const emulators = process.env[EMULATORS_VARIABLE] ?? 'http://127.0.0.1:8787/emulators'

const settings = await emulatorSettings(emulators)

/** @param name as in the environment of the service: `LUMA_API_KEY` */
export function setting(name: string): string {
  const value = settings[name]
  assert.ok(value !== undefined, `${name} is no setting of the emulators`)
  return value
}
