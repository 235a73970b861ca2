// One JSON object a line, without our secrets: an upstream that repeats the key it refused must not put it into our logs,
// nor into what is kept of its words.
import type { WithLog, WithRedaction } from './effects.ts'

const SECRET_NAME = /_(KEY|SECRET|TOKEN|ACCOUNT|WEBHOOK_URL)$|^HEARTBEAT_URL$/
/** Shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 8

/** @param settings all of the Worker's: those whose names say that they are secret are blotted out wherever they stand */
export function redactor(settings: Readonly<Record<string, unknown>>): WithRedaction['redact'] {
  const values = Object.entries(settings).flatMap(([name, value]) => (SECRET_NAME.test(name) && typeof value === 'string' ? value.split(',') : []))
  // As they are, and as they stand inside JSON.
  const written = new Set(values.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))
  const secrets = [...written].filter((secret) => secret.length >= SHORTEST_SECRET)
  return (text) => secrets.reduce((line, secret) => line.replaceAll(secret, '…'), text)
}

export function redactingLog(redact: WithRedaction['redact'], print: (line: string) => void): WithLog['log'] {
  return (event, facts) => print(redact(JSON.stringify({ event, ...facts })))
}
