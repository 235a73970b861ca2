// Files that hold keys or secrets: for their owner alone, also where an older run has left one that others can read.
import { chmodSync, writeFileSync } from 'node:fs'

export function writeSecretFile(path: string, text: string): void {
  // The mode of writeFileSync counts only for a file that it makes; nothing secret is in it before nobody else can read it.
  writeFileSync(path, '', { mode: 0o600 })
  chmodSync(path, 0o600)
  writeFileSync(path, text)
}
