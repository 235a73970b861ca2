// How the API finds the emulators instead of the real upstreams: for each its settings' prefix, its mount, and which
// exports of which file are the keys it accepts. A new upstream is one line here.
import { registerHooks } from 'node:module'
import * as v from 'valibot'

interface EmulatedUpstream {
  readonly settings: string
  readonly mount: string
  /** Below the mount, where the upstream's base URL has a path. */
  readonly path?: string
  /** In test/emulators. */
  readonly file: string
  /** Setting → export. */
  readonly keys: Readonly<Record<string, string>>
}

const EMULATED: readonly EmulatedUpstream[] = [
  { settings: 'MINIMAX', mount: 'minimax', file: 'minimax.ts', keys: { API_KEY: 'MINIMAX_EMULATOR_KEY' } },
  {
    settings: 'KLING',
    mount: 'kling',
    file: 'kling-auth.ts',
    keys: { ACCESS_KEY: 'KLING_EMULATOR_ACCESS_KEY', SECRET_KEY: 'KLING_EMULATOR_SECRET_KEY' },
  },
  { settings: 'RUNWAY', mount: 'runway', file: 'runway.ts', keys: { API_KEY: 'RUNWAY_EMULATOR_KEY' } },
  { settings: 'LUMA', mount: 'luma', path: '/dream-machine/v1', file: 'luma.ts', keys: { API_KEY: 'LUMA_EMULATOR_KEY' } },
  { settings: 'BFL', mount: 'bfl', file: 'bfl.ts', keys: { API_KEY: 'BFL_EMULATOR_KEY' } },
  { settings: 'ELEVENLABS', mount: 'elevenlabs', file: 'elevenlabs.ts', keys: { API_KEY: 'ELEVENLABS_EMULATOR_KEY' } },
  { settings: 'HEYGEN', mount: 'heygen', file: 'heygen.ts', keys: { API_KEY: 'HEYGEN_EMULATOR_KEY' } },
]

// The emulators import clips, which bundlers turn into bytes and Node does not know. Here only their keys are read.
registerHooks({
  load: (url, context, nextLoad) =>
    url.endsWith('.bin') ? { format: 'module', source: 'export default undefined', shortCircuit: true } : nextLoad(url, context),
})

/** @param emulators where they are, no trailing slash: `http://127.0.0.1:8787/emulators` */
export async function emulatorSettings(emulators: string): Promise<Record<string, string>> {
  const settings: Record<string, string> = {}
  for (const { settings: prefix, mount, path = '', file, keys } of EMULATED) {
    settings[`${prefix}_BASE_URL`] = `${emulators}/${mount}${path}`
    // By a computed name, since the emulators are written for workerd: Node's types do not fit them.
    const exported: unknown = await import(new URL(`../emulators/${file}`, import.meta.url).href)
    for (const [name, constant] of Object.entries(keys)) {
      settings[`${prefix}_${name}`] = v.parse(v.object({ [constant]: v.string() }), exported)[constant] ?? ''
    }
  }
  return settings
}
