// Mountains at sunset, over a lake.
import { between, disc, glow, line, scattered, swing, TURN, wash } from './scene.ts'
import type { Moment } from './scene.ts'

const RIDGES = [
  { colour: '#8f5a86', base: 0.50, tall: 0.15, seed: 3, rough: 1.0 },
  { colour: '#6b4377', base: 0.55, tall: 0.16, seed: 11, rough: 1.4 },
  { colour: '#462f60', base: 0.61, tall: 0.12, seed: 23, rough: 1.9 },
] as const

export function mountains(moment: Moment): void {
  const { pen, width, height, unit, phase } = moment
  const shore = height * 0.66
  wash(moment, 0, shore, ['#2b2a63', '#7a4b8c', '#e2725b', '#f7b267', '#ffe3a8'])
  const [sunX, sunY] = [width * 0.62, between(height * 0.40, height * 0.45, swing(phase))]
  glow(pen, sunX, sunY, 46 * unit, '255, 226, 160', 0.75)
  disc(pen, sunX, sunY, 9 * unit, 9 * unit, '#fff2cf')
  clouds(moment)
  for (const ridge of RIDGES) peaks(moment, ridge, shore)
  lake(moment, shore, sunX)
  birds(moment)
  pines(moment, shore)
}

function clouds({ pen, width, height, unit, phase }: Moment): void {
  for (let index = 0; index < 6; index += 1) {
    const y = height * (0.08 + 0.05 * index)
    const x = ((scattered(index + 1) + phase) % 1) * width * 1.6 - width * 0.3
    for (let puff = 0; puff < 4; puff += 1) {
      disc(pen, x + puff * 7 * unit, y + scattered(index * 7 + puff) * 2 * unit, (9 - puff) * unit, 1.5 * unit, 'rgba(255, 214, 190, 0.32)')
    }
  }
}

function peaks({ pen, width, height, unit }: Moment, ridge: (typeof RIDGES)[number], shore: number): void {
  const far = width / unit / 100
  pen.fillStyle = ridge.colour
  pen.beginPath()
  pen.moveTo(0, shore)
  for (let step = 0; step <= 160; step += 1) {
    const x = (step / 160) * far
    const tooth = (speed: number, ahead: number): number => Math.abs(((x * speed + scattered(ridge.seed + ahead)) % 1) - 0.5) * 2
    const rise = 0.62 * tooth(0.9, 0) + 0.26 * tooth(2.3 * ridge.rough, 1) + 0.12 * tooth(6.1 * ridge.rough, 2)
    pen.lineTo((step / 160) * width, height * (ridge.base + ridge.tall * (0.55 - rise)))
  }
  pen.lineTo(width, shore)
  pen.fill()
}

function lake(moment: Moment, shore: number, sunX: number): void {
  const { pen, width, height, unit, phase } = moment
  wash(moment, shore, height, ['#c0646a', '#6d4480', '#2a2452'])
  for (let row = 0; row < 26; row += 1) {
    const along = row / 26
    const y = shore + (height - shore) * along ** 1.25 + 0.6 * unit
    const wide = (4 + 14 * along) * unit * (0.6 + 0.4 * Math.sin(TURN * (phase * 2 + scattered(row))))
    const aside = Math.sin(TURN * (phase + scattered(row + 40))) * 2 * unit
    pen.fillStyle = `rgba(255, 224, 165, ${0.75 * (1 - along)})`
    pen.fillRect(sunX - wide + aside, y, 2 * wide, (0.35 + 0.8 * along) * unit)
    const x = ((scattered(row + 90) + (row % 2 ? phase : 1 - phase)) % 1) * width
    pen.fillStyle = 'rgba(255, 240, 230, 0.10)'
    pen.fillRect(x, y, (8 + 16 * along) * unit, 0.4 * unit)
  }
}

function birds({ pen, width, height, unit, phase }: Moment): void {
  for (let index = 0; index < 5; index += 1) {
    const x = ((0.1 + 0.05 * index + phase * 0.999) % 1) * width * 1.2 - width * 0.1
    const y = height * (0.22 + 0.018 * ((index * 3) % 5)) + Math.sin(TURN * (phase * 2 + index / 5)) * unit
    const flap = Math.sin(TURN * (phase * 10 + index / 3)) * 1.3 * unit
    line(pen, '#2b1f45', 0.5 * unit, () => {
      pen.moveTo(x - 2.4 * unit, y - flap)
      pen.quadraticCurveTo(x - unit, y - 0.6 * unit, x, y)
      pen.quadraticCurveTo(x + unit, y - 0.6 * unit, x + 2.4 * unit, y - flap)
    })
  }
}

function pines({ pen, width, height, unit, phase }: Moment, shore: number): void {
  pen.fillStyle = '#1d1836'
  for (let index = 0; index < 18; index += 1) {
    const isLeft = index < 10
    const x = isLeft ? scattered(index + 200) * width * 0.34 - 4 * unit : width - scattered(index + 200) * width * 0.2
    const tall = (14 + 16 * scattered(index + 300)) * unit * (isLeft ? 1 : 0.7)
    const foot = between(shore + 3 * unit, height * 0.86, scattered(index + 400)) + 6 * unit
    const lean = Math.sin(TURN * (phase + scattered(index))) * 0.5 * unit
    for (let tier = 0; tier < 4; tier += 1) {
      const top = foot - tall * (0.4 + 0.2 * tier)
      const wide = (4 - 0.8 * tier) * (tall / (26 * unit)) * 1.6 * unit
      pen.beginPath()
      pen.moveTo(x + lean * (tier / 3), top - tall * 0.12)
      pen.lineTo(x - wide, top + tall * 0.2)
      pen.lineTo(x + wide, top + tall * 0.2)
      pen.fill()
    }
    pen.fillRect(x - 0.5 * unit, foot - tall * 0.22, unit, tall * 0.24)
  }
  pen.beginPath()
  pen.moveTo(0, height)
  pen.lineTo(0, height * 0.84)
  pen.quadraticCurveTo(width * 0.3, height * 0.86, width * 0.48, height)
  pen.fill()
}
