// What operators ask of models, switch, and take down.
import { operation } from '../../../ask.ts'

export interface Off {
  readonly model: string
  readonly reason: string
  readonly offSince: string
}

export interface Offered {
  readonly id: string
  readonly name: string
  readonly models: readonly { readonly id: string; readonly name: string }[]
}

export const SWITCHES = operation<{ readonly adminModels: readonly Off[]; readonly providers: readonly Offered[] }>(
  `query Switches { adminModels { model reason offSince } providers { id name models { id name } } }`,
)

export const SWITCH = operation<{ readonly adminModelSwitch: readonly Off[] }, { readonly model: string; readonly on: boolean; readonly reason: string }>(
  `mutation SwitchModel($model: ID!, $on: Boolean!, $reason: String!) { adminModelSwitch(model: $model, on: $on, reason: $reason) { model reason offSince } }`,
)

export interface Takedown {
  readonly generations: number
  readonly done: boolean
}

export const TAKE_DOWN = operation<{ readonly adminTakedown: Takedown }, { readonly target: string; readonly reason: string }>(
  `mutation TakeDown($target: ID!, $reason: String!) { adminTakedown(target: $target, reason: $reason) { generations done } }`,
)
