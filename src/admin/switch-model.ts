// Switching a model off for everybody, and on again. Known everywhere within 30 s: catalog/model-switches.ts.
import { not } from 'drizzle-orm'
import { modelById, models } from '../catalog/catalog.ts'
import { invalidInput } from '../domain/errors.ts'
import { isSwitchedOff, selectModelSwitches, switchOff, switchOn, withSwitchBefore } from '../store/model-switches.ts'
import type { ModelSwitch } from '../store/model-switches.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithDatabase } from '../store/database.ts'
import { inDirectory } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

export async function listSwitches({ shards: { directory } }: WithShards): Promise<readonly ModelSwitch[]> {
  const [rows] = await directory.batch([selectModelSwitches(directory)])
  return rows
}

export interface WantedSwitch {
  readonly model: string
  readonly on: boolean
  readonly reason: string
}

/** @returns what is off then @throws ApiError INVALID_INPUT for a model that nobody is served by */
export async function switchModel(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, { model, on, reason }: WantedSwitch): Promise<readonly ModelSwitch[]> {
  const needs = inDirectory(given)
  const { database } = needs
  const served = models.flatMap(({ id, lifecycle }) => (lifecycle.state === 'retired' ? [] : [id]))
  // One that was retired while it was off can still be switched on.
  if (!served.includes(model) && !(on && modelById(model))) throw invalidInput('model', { en: 'There is no such model.', hi: 'ऐसा कोई मॉडल नहीं है।' }, served)
  await makeChange(needs, operator, {
    accountId: null, action: on ? 'model.on' : 'model.off', target: model,
    detail: withSwitchBefore(model, { before: null, after: { on, ...(!on && { reason }) }, ...(on && { reason }) }),
    condition: on ? isSwitchedOff(model) : not(isSwitchedOff(model, reason)),
    statements: (logged) => [on ? switchOn(database, model, logged) : switchOff(database, { model, reason, offSinceMs: needs.now() }, logged)],
  })
  return listSwitches(needs)
}
