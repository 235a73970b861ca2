// How the API finds the emulators instead of the real upstreams: emulators/settings.ts, read by Node.
import { registerHooks } from 'node:module'
import * as v from 'valibot'

// The emulators import clips, which bundlers turn into bytes and Node does not know. Here only their keys are read.
registerHooks({
  load: (url, context, nextLoad) =>
    url.endsWith('.bin') ? { format: 'module', source: 'export default undefined', shortCircuit: true } : nextLoad(url, context),
})

const Module = v.object({ emulatorSettings: v.function() })
const Settings = v.record(v.string(), v.string())

/** @param emulators where they are, no trailing slash: `http://127.0.0.1:8787/emulators` */
export async function emulatorSettings(emulators: string): Promise<Record<string, string>> {
  // By a computed name, since the emulators are written for workerd: Node's types do not fit them.
  const loaded: unknown = await import(new URL('../../emulators/settings.ts', import.meta.url).href)
  return v.parse(Settings, v.parse(Module, loaded).emulatorSettings(emulators))
}
