// A face whose mouth moves with the sound.
import { disc, glow, line, swing, TURN, wash } from './scene.ts'
import type { Moment } from './scene.ts'

const [SKIN, SHADE, HAIR, LIP, SCARF] = ['#c98a5e', '#a96c45', '#22151a', '#a63446', '#0b7a75']

export function face(moment: Moment): void {
  const { pen, width, height, unit, phase } = moment
  wash(moment, 0, height, ['#f6e7d2', '#f0cfa6', '#dd9f6a'])
  const [x, y] = [width / 2 + Math.sin(TURN * phase) * 0.8 * unit, height * 0.46 + Math.sin(TURN * phase * 2) * 0.4 * unit]
  glow(pen, x, y, 62 * unit, '255, 250, 235', 0.8)
  for (let ray = 0; ray < 36; ray += 1) {
    const turn = TURN * (ray / 36 + phase / 36)
    line(pen, 'rgba(217, 72, 15, 0.22)', 0.7 * unit, () => { pen.moveTo(x + Math.cos(turn) * 46 * unit, y + Math.sin(turn) * 46 * unit); pen.lineTo(x + Math.cos(turn) * (50 + 3 * (ray % 2)) * unit, y + Math.sin(turn) * (50 + 3 * (ray % 2)) * unit) })
  }
  shoulders(moment, x, y)
  head(moment, x, y)
  eyes(moment, x, y)
  mouth(moment, x, y)
}

function shoulders({ pen, unit, height }: Moment, x: number, y: number): void {
  const at = (aside: number, below: number): [number, number] => [x + aside * unit, y + below * unit]
  pen.fillStyle = HAIR
  pen.beginPath()
  pen.moveTo(...at(-24, -12)); pen.bezierCurveTo(...at(-31, 14), ...at(-33, 30), ...at(-26, 44)); pen.lineTo(...at(26, 44)); pen.bezierCurveTo(...at(33, 30), ...at(31, 14), ...at(24, -12))
  pen.fill()
  pen.fillStyle = SHADE
  pen.fillRect(...at(-8, 20), 16 * unit, 22 * unit)
  pen.fillStyle = SCARF
  pen.beginPath()
  pen.moveTo(...at(-52, (height - y) / unit + 2)); pen.bezierCurveTo(...at(-44, 42), ...at(-20, 38), ...at(-8, 34)); pen.quadraticCurveTo(...at(0, 46), ...at(8, 34))
  pen.bezierCurveTo(...at(20, 38), ...at(44, 42), ...at(52, (height - y) / unit + 2))
  pen.fill()
  line(pen, '#f2b705', 1.1 * unit, () => { pen.moveTo(...at(-9, 34.4)); pen.quadraticCurveTo(...at(0, 47), ...at(9, 34.4)) })
  for (let bead = -3; bead <= 3; bead += 1) disc(pen, ...at(bead * 2.2, 42.6 - Math.abs(bead) * 1.7), unit, unit, '#f2b705')
}

function head({ pen, unit }: Moment, x: number, y: number): void {
  const at = (aside: number, below: number): [number, number] => [x + aside * unit, y + below * unit]
  for (const side of [-1, 1]) {
    disc(pen, ...at(side * 22, 2), 3.4 * unit, 5 * unit, SHADE)
    disc(pen, ...at(side * 22.6, 9), 1.5 * unit, 2.2 * unit, '#f2b705')
  }
  pen.fillStyle = SKIN
  pen.beginPath()
  pen.moveTo(...at(-22, -8)); pen.bezierCurveTo(...at(-23, 14), ...at(-14, 28), ...at(0, 28)); pen.bezierCurveTo(...at(14, 28), ...at(23, 14), ...at(22, -8)); pen.bezierCurveTo(...at(20, -30), ...at(-20, -30), ...at(-22, -8))
  pen.fill()
  pen.fillStyle = HAIR
  pen.beginPath()
  pen.moveTo(...at(-25, 8)); pen.bezierCurveTo(...at(-32, -42), ...at(32, -42), ...at(25, 8)); pen.bezierCurveTo(...at(21, -6), ...at(14, -20), ...at(0, -24)); pen.bezierCurveTo(...at(-14, -20), ...at(-21, -6), ...at(-25, 8))
  pen.fill()
  line(pen, '#d90429', 0.9 * unit, () => { pen.moveTo(...at(0, -34)); pen.lineTo(...at(0, -25)) })
  disc(pen, ...at(0, -9.5), 1.5 * unit, 1.5 * unit, '#d90429')
  line(pen, SHADE, 0.9 * unit, () => { pen.moveTo(...at(-0.6, -1)); pen.quadraticCurveTo(...at(-3.6, 8), ...at(0, 9)); pen.quadraticCurveTo(...at(1.6, 9), ...at(2.4, 7.8)) })
  disc(pen, ...at(2.7, 7), 0.5 * unit, 0.5 * unit, '#f2b705')
  for (const side of [-1, 1]) disc(pen, ...at(side * 12.5, 9), 4.6 * unit, 3 * unit, 'rgba(214, 90, 70, 0.25)')
}

function eyes({ pen, unit, phase }: Moment, x: number, y: number): void {
  const blink = Math.max(...[0.22, 0.71].map((at) => Math.max(0, 1 - Math.abs(phase - at) * 34)))
  const glance = Math.sin(TURN * phase) * 0.6
  for (const side of [-1, 1]) {
    const [eyeX, eyeY] = [x + side * 9.5 * unit, y - 1.5 * unit]
    disc(pen, eyeX, eyeY, 4.4 * unit, 2.3 * unit * (1 - blink), '#fffaf2')
    if (blink < 0.7) {
      disc(pen, eyeX + glance * unit, eyeY, 2 * unit, Math.min(2, 2.2 * (1 - blink)) * unit, '#3d2314')
      disc(pen, eyeX + (glance + 0.6) * unit, eyeY - 0.7 * unit, 0.6 * unit, 0.6 * unit, '#ffffff')
    }
    line(pen, HAIR, 0.9 * unit, () => { pen.moveTo(eyeX - 4.8 * unit, eyeY + 0.4 * unit); pen.quadraticCurveTo(eyeX, eyeY + (blink * 5 - 4.2) * unit, eyeX + 4.8 * unit, eyeY + 0.2 * unit) })
    const raised = 0.6 * swing(phase, 2)
    line(pen, HAIR, 1.3 * unit, () => { pen.moveTo(eyeX - 5 * unit, eyeY - (5.6 + raised) * unit); pen.quadraticCurveTo(eyeX, eyeY - (8.6 + raised) * unit, eyeX + 5 * unit, eyeY - (5.8 + raised) * unit) })
  }
}

function mouth({ pen, unit, voice }: Moment, x: number, y: number): void {
  const [centre, wide, open] = [y + 16.6 * unit, (6.6 - 1.4 * voice) * unit, 6.2 * voice * unit]
  pen.fillStyle = '#4a1420'
  pen.beginPath()
  pen.moveTo(x - wide, centre)
  pen.quadraticCurveTo(x, centre - open * 0.5, x + wide, centre)
  pen.quadraticCurveTo(x, centre + open * 1.5 + 0.4 * unit, x - wide, centre)
  pen.fill()
  if (voice > 0.25) {
    pen.fillStyle = '#fdf6ee'
    pen.fillRect(x - wide * 0.55, centre - open * 0.12, wide * 1.1, 1.2 * unit * Math.min(1, voice * 1.6))
  }
  line(pen, LIP, 1.5 * unit, () => {
    pen.moveTo(x - wide, centre)
    pen.quadraticCurveTo(x - wide * 0.4, centre - open * 0.55 - 1.5 * unit, x, centre - open * 0.35 - 0.4 * unit)
    pen.quadraticCurveTo(x + wide * 0.4, centre - open * 0.55 - 1.5 * unit, x + wide, centre)
    pen.quadraticCurveTo(x, centre + open * 1.5 + 2.6 * unit, x - wide, centre)
  })
}
