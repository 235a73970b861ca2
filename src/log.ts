// One JSON object a line, without our secrets: an upstream that repeats the key it refused must not put it into our logs.
import type { Services } from './services.ts'

const SECRET_NAME = /_(KEY|SECRET|TOKEN|ACCOUNT)$/
/** Shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 8

/** @param settings all of the Worker's: those whose names say that they are secret are blotted out wherever they stand */
export function redactingLog(settings: Readonly<Record<string, unknown>>, print: (line: string) => void): Services['log'] {
  const secrets = Object.entries(settings).flatMap(([name, value]) => (SECRET_NAME.test(name) && typeof value === 'string' ? value.split(',') : []))
  const written = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).map((secret) => JSON.stringify(secret).slice(1, -1))
  return (event, facts) => print(written.reduce((line, secret) => line.replaceAll(secret, '…'), JSON.stringify({ event, ...facts })))
}
