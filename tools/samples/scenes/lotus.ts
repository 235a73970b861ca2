// A lotus that opens on a pond.
import { between, disc, glow, line, scattered, swing, TURN, wash } from './scene.ts'
import type { Moment, Pen } from './scene.ts'

const RINGS = [
  { petals: 9, spread: 1.42, length: 25, wide: 7.6, dark: '#c2487e', light: '#f6b3cf' },
  { petals: 7, spread: 1.02, length: 25, wide: 8.0, dark: '#d65d90', light: '#fbcfe0' },
  { petals: 5, spread: 0.60, length: 23, wide: 7.6, dark: '#e37ba6', light: '#ffe6ef' },
] as const

export function lotus(moment: Moment): void {
  const { pen, width, height, unit, phase } = moment
  wash(moment, 0, height, ['#0d3b3e', '#0f5257', '#127475', '#0b3c49'])
  glow(pen, width * 0.5, height * 0.3, 60 * unit, '255, 236, 179', 0.35)
  const [x, y] = [width / 2, height * 0.64]
  ripples(moment, x, y + 4 * unit)
  leaves(moment, x, y)
  const open = 0.18 + 0.82 * swing(phase)
  for (const ring of RINGS) petals(pen, ring, x, y, unit, open)
  stamens(pen, x, y, unit, open)
  for (const ring of RINGS.slice(0, 1)) petals(pen, { ...ring, petals: 4, length: 13, spread: 1.7 }, x, y + 2.4 * unit, unit, 0.3 + 0.7 * open)
  motes(moment)
  dragonfly(moment, x, y)
}

function ripples({ pen, unit, phase, width }: Moment, x: number, y: number): void {
  for (let ring = 0; ring < 5; ring += 1) {
    const along = (phase + ring / 5) % 1
    const radius = between(14 * unit, Math.max(70 * unit, width * 0.5), along)
    line(pen, `rgba(214, 245, 238, ${0.28 * (1 - along)})`, 0.5 * unit, () => pen.ellipse(x, y, radius, radius * 0.24, 0, 0, TURN))
  }
}

function leaves({ pen, unit, phase }: Moment, x: number, y: number): void {
  const places = [[-34, 9, 19], [33, 12, 22], [-13, 17, 24], [56, 3, 13], [-60, 15, 16], [12, 25, 15]] as const
  for (const [index, [aside, below, radius]] of places.entries()) {
    const float = Math.sin(TURN * (phase + index / 6)) * 0.5
    const [leafX, leafY] = [x + aside * unit, y + (below + float) * unit]
    disc(pen, leafX, leafY + 0.9 * unit, radius * unit, radius * 0.28 * unit, 'rgba(3, 30, 33, 0.5)')
    disc(pen, leafX, leafY, radius * unit, radius * 0.28 * unit, index % 2 ? '#2f8f5b' : '#3aa76d')
    for (let vein = 0; vein < 9; vein += 1) {
      const turn = (vein / 9) * TURN + index
      line(pen, 'rgba(190, 240, 200, 0.28)', 0.25 * unit, () => {
        pen.moveTo(leafX, leafY)
        pen.lineTo(leafX + Math.cos(turn) * radius * 0.86 * unit, leafY + Math.sin(turn) * radius * 0.24 * unit)
      })
    }
  }
}

function petals(pen: Pen, ring: { petals: number, spread: number, length: number, wide: number, dark: string, light: string }, x: number, y: number, unit: number, open: number): void {
  const order = Array.from({ length: ring.petals }, (_, index) => index - (ring.petals - 1) / 2).toSorted((left, right) => Math.abs(right) - Math.abs(left))
  for (const place of order) {
    const turn = (place / ((ring.petals - 1) / 2)) * ring.spread * open
    const length = ring.length * unit * (1 - 0.1 * Math.abs(turn))
    const wide = ring.wide * unit * (0.55 + 0.45 * open)
    pen.save()
    pen.translate(x, y)
    pen.rotate(turn)
    const fill = pen.createLinearGradient(0, 0, 0, -length)
    fill.addColorStop(0, ring.light)
    fill.addColorStop(0.55, ring.light)
    fill.addColorStop(1, ring.dark)
    pen.fillStyle = fill
    pen.beginPath()
    pen.moveTo(0, 0)
    pen.bezierCurveTo(-wide, -length * 0.3, -wide * 0.9, -length * 0.75, 0, -length)
    pen.bezierCurveTo(wide * 0.9, -length * 0.75, wide, -length * 0.3, 0, 0)
    pen.fill()
    line(pen, 'rgba(150, 40, 95, 0.22)', 0.25 * unit, () => {
      for (const aside of [-0.35, 0, 0.35]) {
        pen.moveTo(0, -length * 0.08)
        pen.quadraticCurveTo(aside * wide, -length * 0.5, aside * wide * 0.3, -length * 0.88)
      }
    })
    pen.restore()
  }
}

function stamens(pen: Pen, x: number, y: number, unit: number, open: number): void {
  if (open < 0.5) return
  const shown = (open - 0.5) * 2
  for (let index = 0; index < 15; index += 1) {
    const turn = (index / 14 - 0.5) * 1.3
    const length = (7 + 2 * scattered(index)) * unit * shown
    const [tipX, tipY] = [x + Math.sin(turn) * length, y - 5 * unit - Math.cos(turn) * length]
    line(pen, `rgba(246, 196, 83, ${shown})`, 0.4 * unit, () => { pen.moveTo(x, y - 5 * unit); pen.lineTo(tipX, tipY) })
    disc(pen, tipX, tipY, 0.7 * unit, 0.7 * unit, `rgba(255, 224, 130, ${shown})`)
  }
}

function motes({ pen, width, height, unit, phase }: Moment): void {
  for (let index = 0; index < 28; index += 1) {
    const x = scattered(index + 50) * width + Math.sin(TURN * (phase + scattered(index))) * 3 * unit
    const y = height * 0.75 * ((scattered(index + 80) + 1 - phase) % 1)
    disc(pen, x, y, 0.5 * unit, 0.5 * unit, `rgba(255, 244, 200, ${0.15 + 0.4 * swing(phase, 2, scattered(index + 9))})`)
  }
}

function dragonfly({ pen, unit, phase }: Moment, x: number, y: number): void {
  const [flyX, flyY] = [x + Math.cos(TURN * phase) * 36 * unit, y - (34 + 6 * Math.sin(TURN * phase * 2)) * unit]
  const beat = Math.abs(Math.sin(TURN * phase * 24))
  for (const side of [-1, 1]) for (const back of [0, 1]) disc(pen, flyX + (back * 1.8 - 0.6) * unit, flyY + side * 2.4 * unit * (0.4 + 0.6 * beat), 0.9 * unit, 2.6 * unit, 'rgba(214, 250, 255, 0.55)', side * 0.3)
  line(pen, '#f4a259', 0.9 * unit, () => { pen.moveTo(flyX - 4.5 * unit, flyY + 0.4 * unit); pen.lineTo(flyX + 2 * unit, flyY) })
  disc(pen, flyX + 2.4 * unit, flyY, 0.9 * unit, 0.9 * unit, '#bc4b51')
}
