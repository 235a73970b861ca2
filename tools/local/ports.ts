// Which port to listen on.
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const HOST = '127.0.0.1'

/** A port that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const port = await tryToListen(0)
  if (port === undefined) throw new Error('The machine has no free port.')
  return port
}

/** Waits until the port is free; says so once. Throws when it is still in use after `patienceSeconds`. */
export async function waitForPort(port: number, patienceSeconds: number, say: (line: string) => void): Promise<void> {
  for (let second = 0; second < patienceSeconds; second += 1) {
    if ((await tryToListen(port)) !== undefined) return
    if (second === 0) say(`Port ${port} is in use. Waiting up to ${patienceSeconds} s for it to be free …`)
    await sleep(1000)
  }
  throw new Error(`Port ${port} is still in use. Stop the other program, or choose another port: PORT=${port + 1} npm run dev`)
}

/** Listens for a moment: the port that was given, or undefined when it is in use. */
function tryToListen(port: number): Promise<number | undefined> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(port, HOST, () => {
      const address = server.address()
      const given = typeof address === 'object' && address ? address.port : port
      server.close(() => resolve(given))
    })
  })
}
