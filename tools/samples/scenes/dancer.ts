// A dancer who turns, her skirt flying.
import { disc, glow, line, scattered, swing, TURN, wash } from './scene.ts'
import type { Moment } from './scene.ts'

const BANDS = ['#a4133c', '#d9480f', '#f2b705', '#a4133c', '#7b1e5b'] as const

export function dancer(moment: Moment): void {
  const { pen, width, height, unit, phase } = moment
  wash(moment, 0, height * 0.74, ['#1b1030', '#3d1a4b', '#7b2d5b'])
  wash(moment, height * 0.74, height, ['#5a2447', '#23122f'])
  const x = width / 2
  const floor = height * 0.84
  pen.fillStyle = 'rgba(255, 226, 170, 0.13)'
  pen.beginPath()
  pen.moveTo(x - 6 * unit, 0); pen.lineTo(x + 6 * unit, 0); pen.lineTo(x + 48 * unit, floor + 4 * unit); pen.lineTo(x - 48 * unit, floor + 4 * unit)
  pen.fill()
  disc(pen, x, floor + 2 * unit, 48 * unit, 8 * unit, 'rgba(255, 226, 170, 0.18)')
  arches(moment)
  disc(pen, x, floor + 2 * unit, 26 * unit, 4 * unit, 'rgba(0, 0, 0, 0.45)')
  const sway = Math.sin(TURN * phase) * 1.5 * unit
  scarf(moment, x + sway, floor)
  feet(moment, x, floor)
  skirt(moment, x, floor, sway)
  body(moment, x + sway, floor)
  for (let index = 0; index < 30; index += 1) {
    const along = (scattered(index + 20) + phase) % 1
    const y = height * along
    const aside = scattered(index + 60) * width + Math.sin(TURN * (phase + scattered(index))) * 4 * unit
    disc(pen, aside, y, 0.9 * unit, 0.5 * unit, `rgba(255, 173, 102, ${0.7 * Math.sin(Math.PI * along)})`, TURN * (phase * 2 + scattered(index)))
  }
}

function arches({ pen, width, height, unit }: Moment): void {
  for (let x = (width / 2) % (34 * unit) - 17 * unit; x < width + 34 * unit; x += 34 * unit) {
    line(pen, 'rgba(255, 200, 140, 0.16)', 1.2 * unit, () => {
      pen.moveTo(x - 14 * unit, height * 0.74)
      pen.lineTo(x - 14 * unit, height * 0.36)
      pen.quadraticCurveTo(x - 12 * unit, height * 0.24, x, height * 0.2)
      pen.quadraticCurveTo(x + 12 * unit, height * 0.24, x + 14 * unit, height * 0.36)
      pen.lineTo(x + 14 * unit, height * 0.74)
    })
    glow(pen, x + 17 * unit, height * 0.3, 6 * unit, '255, 190, 110', 0.35)
  }
}

function skirt({ pen, unit, phase }: Moment, x: number, floor: number, sway: number): void {
  const flare = 0.72 + 0.28 * swing(phase, 2)
  const [waist, hem] = [floor - 40 * unit, floor - (7 + 9 * flare) * unit]
  for (const [band, colour] of BANDS.entries()) {
    const along = 1 - band / BANDS.length
    const wide = (5 + 31 * flare * along) * unit
    const y = waist + (hem - waist) * along
    pen.fillStyle = colour
    pen.beginPath()
    pen.moveTo(x + sway - 4.6 * unit, waist)
    for (let step = 0; step <= 48; step += 1) {
      const turn = Math.PI * (1 - step / 48)
      const wave = Math.sin(turn * 9 + TURN * phase * 4) * (1.5 + 1.2 * flare) * unit * along
      pen.lineTo(x + Math.cos(turn) * wide, y + Math.sin(turn) * wide * 0.26 + wave)
    }
    pen.lineTo(x + sway + 4.6 * unit, waist)
    pen.fill()
  }
  line(pen, 'rgba(255, 226, 170, 0.5)', 0.35 * unit, () => {
    for (let fold = 0; fold < 13; fold += 1) {
      const turn = TURN * (phase * 2 + fold / 13)
      if (Math.sin(turn) < 0) continue
      const wide = (5 + 31 * flare) * unit
      pen.moveTo(x + sway + Math.cos(turn) * 4 * unit, waist)
      pen.quadraticCurveTo(x + Math.cos(turn) * wide * 0.45, (waist + hem) / 2 - 3 * unit, x + Math.cos(turn) * wide * 0.96, hem + Math.sin(turn) * wide * 0.24)
    }
  })
}

function body({ pen, unit, phase }: Moment, x: number, floor: number): void {
  const at = (aside: number, up: number): [number, number] => [x + aside * unit, floor - up * unit]
  const lift = swing(phase, 1)
  const arm = (side: number, raised: number): void => {
    const [handX, handY] = at(side * (18 + 6 * (1 - raised)), 53 + 26 * raised)
    line(pen, '#b5764a', 3 * unit, () => { pen.moveTo(...at(side * 5, 57)); pen.quadraticCurveTo(...at(side * 15, 50 + 8 * raised), handX, handY) })
    line(pen, '#f2b705', 3.3 * unit, () => { pen.moveTo(handX - side * 1.6 * unit, handY + 1.2 * unit); pen.lineTo(handX - side * 1.2 * unit, handY + 0.9 * unit) })
    for (const finger of [-0.6, 0, 0.6]) line(pen, '#b5764a', 0.8 * unit, () => { pen.moveTo(handX, handY); pen.lineTo(handX + side * (2.4 + finger) * unit, handY - (2.2 - finger) * unit) })
  }
  pen.fillStyle = '#0b7a75'
  pen.beginPath()
  pen.moveTo(...at(-4.6, 39)); pen.quadraticCurveTo(...at(-4, 48), ...at(-6.6, 58)); pen.quadraticCurveTo(...at(0, 62), ...at(6.6, 58)); pen.quadraticCurveTo(...at(4, 48), ...at(4.6, 39))
  pen.fill()
  pen.fillStyle = '#f2b705'
  pen.fillRect(...at(-4.9, 41.4), 9.8 * unit, 2.4 * unit)
  arm(-1, 0.25 + 0.75 * lift)
  arm(1, 0.25 + 0.75 * (1 - lift))
  line(pen, '#b5764a', 3.4 * unit, () => { pen.moveTo(...at(0, 59)); pen.lineTo(...at(0, 64)) })
  const turn = Math.sin(TURN * phase) * 1.1
  disc(pen, ...at(-turn * 2.2, 72.5), 5.4 * unit, 4.8 * unit, '#1c1020')
  disc(pen, ...at(turn * 0.6, 69.5), 4.6 * unit, 5.8 * unit, '#c68656')
  pen.fillStyle = '#1c1020'
  pen.beginPath()
  pen.ellipse(...at(turn * 0.6, 71.4), 5 * unit, 4.9 * unit, 0, Math.PI, TURN)
  pen.fill()
  disc(pen, ...at(turn * 1.6, 71.4), 0.6 * unit, 0.6 * unit, '#d90429')
  for (const eye of [-1.7, 1.7]) line(pen, '#1c1020', 0.6 * unit, () => pen.arc(...at(eye + turn * 1.5, 69.8), 1 * unit, 0.2, Math.PI - 0.2))
  line(pen, '#8d2b3a', 0.7 * unit, () => pen.arc(...at(turn * 1.5, 67.2), 1.5 * unit, 0.3, Math.PI - 0.3))
  for (const bead of [-3, -1.5, 0, 1.5, 3]) disc(pen, ...at(bead, 59.6 - (3 - Math.abs(bead)) * 0.5), 0.6 * unit, 0.6 * unit, '#f2b705')
}

function feet({ pen, unit, phase }: Moment, x: number, floor: number): void {
  for (const side of [-1, 1]) {
    const up = Math.max(0, Math.sin(TURN * (phase * 4 + (side > 0 ? 0.5 : 0)))) * 2
    line(pen, '#b5764a', 2.8 * unit, () => { pen.moveTo(x + side * 3 * unit, floor - 16 * unit); pen.lineTo(x + side * 3.6 * unit, floor - up * unit) })
    line(pen, '#f2b705', 3.4 * unit, () => { pen.moveTo(x + side * 3.5 * unit, floor - (4.4 + up) * unit); pen.lineTo(x + side * 3.5 * unit, floor - (3.4 + up) * unit) })
    disc(pen, x + side * 4.8 * unit, floor + (0.4 - up) * unit, 2.6 * unit, 1.2 * unit, '#b5764a')
  }
}

function scarf({ pen, unit, phase }: Moment, x: number, floor: number): void {
  line(pen, 'rgba(242, 183, 5, 0.85)', 2.2 * unit, () => {
    for (let step = 0; step <= 60; step += 1) {
      const along = step / 60
      const turn = TURN * (along * 0.85 + phase) + 0.4
      pen.lineTo(x + Math.cos(turn) * (10 + 30 * along) * unit, floor - (60 - 16 * along) * unit + Math.sin(turn) * 7 * unit + Math.sin(TURN * (phase * 3 + along * 2)) * 2 * unit)
    }
  })
}
