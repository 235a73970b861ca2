// A program that is waited for; what it says when it fails is said.
import { spawn } from 'node:child_process'

/** @param feed writes to its standard input, and is waited for */
export async function run(program: string, parameters: readonly string[], feed?: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>): Promise<void> {
  const child = spawn(program, parameters, { stdio: [feed ? 'pipe' : 'ignore', 'inherit', 'inherit'] })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => { if (code === 0) resolve(); else reject(new Error(`${program} ended with ${code}`)) })
  })
  const { stdin } = child
  if (feed && stdin) {
    await feed((bytes) => new Promise((resolve, reject) => { stdin.write(bytes, (error) => { if (error) reject(error); else resolve() }) }))
    stdin.end()
  }
  await ended
}
