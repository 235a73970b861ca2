// The six scenes, by name, and what draws one at a moment: this is what the page of the recording calls.
import { dancer } from './dancer.ts'
import { face } from './face.ts'
import { lotus } from './lotus.ts'
import { mountains } from './mountains.ts'
import { label } from './scene.ts'
import type { Pen, Scene } from './scene.ts'
import { street } from './street.ts'
import { turntable } from './turntable.ts'

export const SCENES = { mountains, lotus, street, turntable, dancer, face } as const satisfies Record<string, Scene>

/** @param phase 0 to 1 through the loop  @param voice 0 to 1: how loud the sound is */
export function drawScene(pen: Pen, name: keyof typeof SCENES, phase: number, voice: number): void {
  const { width, height } = pen.canvas
  const moment = { pen, width, height, unit: Math.min(width, height) / 100, phase, voice }
  SCENES[name](moment)
  label(moment)
}
