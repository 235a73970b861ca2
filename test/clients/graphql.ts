// One GraphQL request over HTTP, as any client makes it.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { service } from './running-service.ts'

export const Fields = v.record(v.string(), v.unknown())
export type Fields = v.InferOutput<typeof Fields>

const Answer = v.object({ data: v.nullish(Fields), errors: v.optional(v.unknown()) })

/** The service takes a generation up again 90 s after a message about it was lost, as happens on a machine that is busy. */
export const PATIENCE_MS = 150_000

export interface Operation {
  readonly query: string
  readonly operationName?: string
  readonly variables?: Fields
}

/** The data of an answer without errors. */
export async function ask(operation: Operation): Promise<Fields> {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    // No connection is kept: on a busy machine the service may end it while it is taken up again.
    headers: { authorization: `Bearer ${service.keys.enterprise}`, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(operation),
  })
  return dataOf(await response.text())
}

/** @param body an answer as it came */
export function dataOf(body: string): Fields {
  const { data, errors } = v.parse(Answer, JSON.parse(body))
  assert.equal(errors, undefined, body)
  assert.ok(data, body)
  return data
}

/** One of the fields, which must be an object. */
export function objectIn(fields: Fields, name: string): Fields {
  assert.ok(v.is(Fields, fields[name]), `${name} should be an object: ${JSON.stringify(fields)}`)
  return fields[name]
}

/** One of the fields, which must be a list of objects. */
export function objectsIn(fields: Fields, name: string): Fields[] {
  assert.ok(v.is(v.array(Fields), fields[name]), `${name} should be a list of objects: ${JSON.stringify(fields)}`)
  return fields[name]
}

/** Looks every second until the status is the wanted one; fails at once on an end of another kind. */
export function untilStatus(look: () => Promise<Fields>, wanted: string): Promise<Fields> {
  return until(look, ({ status }) => status === wanted)
}

/** Looks every second until it is as wanted; fails at once when it has ended otherwise. */
export async function until(look: () => Promise<Fields>, isWanted: (generation: Fields) => boolean): Promise<Fields> {
  const deadlineMs = Date.now() + PATIENCE_MS
  while (Date.now() < deadlineMs) {
    const generation = await look()
    if (isWanted(generation)) return generation
    assert.match(String(generation['status']), /^(queued|processing)$/i, JSON.stringify(generation))
    await sleep(1000)
  }
  return assert.fail(`it was not as wanted after ${PATIENCE_MS / 1000} s`)
}
