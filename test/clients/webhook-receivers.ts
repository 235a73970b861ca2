// The receivers of the guide's page on webhooks, each as a program of its own, and what they are sent: signed by a library that is not ours.
import { Webhook } from 'standardwebhooks'
import { PIPED, startTool } from '../../tools/local/tools.ts'
import { goIsMissing, phpIsMissing, pythonIsMissing, runProgram, writeProgram } from './programs.ts'

/** How a receiver of each language is begun. */
export const RECEIVERS = [
  { language: 'js', skip: false, start: async (code: string) => startTool(process.execPath, [writeProgram('receiver.mjs', code)], { stdio: PIPED }) },
  { language: 'py', skip: pythonIsMissing, start: async (code: string) => startTool('python3', [writeProgram('receiver.py', code)], { stdio: PIPED }) },
  { language: 'go', skip: goIsMissing, start: async (code: string) => startTool(await built(writeProgram('receiver.go', code)), [], { stdio: PIPED }) },
  { language: 'php', skip: phpIsMissing, start: async (code: string, port: number) => startTool('php', ['-S', `127.0.0.1:${port}`, writeProgram('receiver.php', code)], { stdio: PIPED }) },
] as const

async function built(source: string): Promise<string> {
  const program = source.replace(/\.go$/, '')
  await runProgram('go', 'build', '-o', program, source)
  return program
}

/** Good ones, and such as must be refused. */
export interface Sent {
  readonly status: number
  readonly agoSeconds?: number
  readonly secret?: string
  readonly changed?: string
}

const BODY = JSON.stringify({ type: 'generation.completed', timestamp: '2026-11-28T00:00:00.000Z', data: { id: 'gen_1', status: 'COMPLETED', prompt: 'एक शेर 🦁' } })
export const SENT: readonly Sent[] = [
  { status: 204 }, { status: 204, agoSeconds: 280 }, { status: 400, agoSeconds: 320 }, { status: 400, agoSeconds: -320 },
  { status: 400, changed: BODY.replace('gen_1', 'gen_2') }, { status: 400, secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}` },
]

export async function statusOf(url: string, ours: string, { agoSeconds = 0, secret = ours, changed = BODY }: Sent): Promise<number> {
  const at = new Date(Date.now() - agoSeconds * 1000)
  const signature = `v1,${Buffer.alloc(32).toString('base64')} ${new Webhook(secret).sign('msg_1', at, BODY)}`
  const headers = { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': signature }
  return (await fetch(url, { method: 'POST', headers, body: changed })).status
}
