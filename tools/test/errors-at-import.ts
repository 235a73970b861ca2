// Imports the bundle that it is given and prints each error that is made meanwhile. `node tools/test/errors-at-import.ts bundle`
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { print } from '../local/terminal.ts'

const PLATFORM = 'data:text/javascript,export class DurableObject {}'

registerHooks({
  resolve: (specifier, context, next) => (specifier.startsWith('cloudflare:') ? { url: PLATFORM, shortCircuit: true } : next(specifier, context)),
})
globalThis.Error = new Proxy(Error, {
  construct: (target, args, made) => {
    print(String(args[0]))
    return Reflect.construct(target, args, made) as Error
  },
})
await import(pathToFileURL(process.argv[2] ?? '').href)
