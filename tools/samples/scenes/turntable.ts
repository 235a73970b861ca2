// A product on a turntable: a brass pot with enamel, in a studio.
import { disc, glow, line, TURN, wash } from './scene.ts'
import type { Moment } from './scene.ts'

/** The pot's outline from lip to foot: height above the table, radius, in hundredths. */
const OUTLINE = [[40, 11], [38.4, 12.4], [36.5, 11], [33, 8.2], [30, 8.6], [26, 13.6], [21, 18.4], [15, 20.6], [9, 19.4], [4, 14.6], [1.6, 10.4], [0, 11.6]] as const

export function turntable(moment: Moment): void {
  const { pen, width, height, unit, phase } = moment
  wash(moment, 0, height * 0.68, ['#efe3d0', '#f7eee0', '#e6d3b8'])
  wash(moment, height * 0.68, height, ['#d9c19d', '#b7966b'])
  glow(pen, width * 0.32, height * 0.2, 75 * unit, '255, 255, 255', 0.75)
  const [x, y] = [width / 2, height * 0.74]
  table(moment, x, y)
  pen.save()
  outline(moment, x, y)
  pen.clip()
  brass(moment, x, y)
  enamel(moment, x, y)
  shine(moment, x, y)
  pen.restore()
  disc(pen, x, y - 40 * 1.25 * unit, 11 * 1.25 * unit, 2.6 * unit, '#6d4a1c')
  disc(pen, x, y - 39.6 * 1.25 * unit, 9.6 * 1.25 * unit, 2 * unit, '#3a260e')
  const glint = Math.max(0, Math.cos(TURN * phase))
  glow(pen, x - 9 * unit, y - 24 * unit, 12 * unit, '255, 250, 225', 0.25 + 0.35 * glint)
}

function table({ pen, unit, phase }: Moment, x: number, y: number): void {
  disc(pen, x, y + 9 * unit, 48 * unit, 11 * unit, 'rgba(70, 45, 15, 0.28)')
  disc(pen, x, y + 5 * unit, 44 * unit, 10 * unit, '#8a6a44')
  disc(pen, x, y + 2 * unit, 44 * unit, 10 * unit, '#f3e7d3')
  for (let mark = 0; mark < 40; mark += 1) {
    const turn = TURN * (phase + mark / 40)
    const long = mark % 5 ? 0.95 : 0.9
    line(pen, mark === 0 ? '#d9480f' : 'rgba(110, 82, 46, 0.55)', (mark === 0 ? 0.9 : 0.35) * unit, () => {
      pen.moveTo(x + Math.cos(turn) * 42 * unit, y + 2 * unit + Math.sin(turn) * 9.5 * unit)
      pen.lineTo(x + Math.cos(turn) * 42 * long * unit, y + 2 * unit + Math.sin(turn) * 9.5 * long * unit)
    })
  }
  disc(pen, x, y + 1.6 * unit, 21 * unit, 4.6 * unit, 'rgba(70, 45, 15, 0.30)')
}

function outline({ pen, unit }: Moment, x: number, y: number): void {
  const scale = 1.25 * unit
  const points = [...OUTLINE.map(([up, radius]) => [x - radius * scale, y - up * scale] as const), ...OUTLINE.toReversed().map(([up, radius]) => [x + radius * scale, y - up * scale] as const)]
  pen.beginPath()
  for (const [index, [pointX, pointY]] of points.entries()) {
    const [nextX, nextY] = points[index + 1] ?? [pointX, pointY]
    pen.quadraticCurveTo(pointX, pointY, (pointX + nextX) / 2, (pointY + nextY) / 2)
  }
  pen.closePath()
}

function brass({ pen, unit }: Moment, x: number, y: number): void {
  const fill = pen.createLinearGradient(x - 26 * unit, 0, x + 26 * unit, 0)
  for (const [stop, colour] of [[0, '#6d4a1c'], [0.2, '#d9a441'], [0.36, '#fff0bf'], [0.5, '#e0ac48'], [0.78, '#8d5f22'], [1, '#4a3011']] as const) fill.addColorStop(stop, colour)
  pen.fillStyle = fill
  pen.fillRect(x - 30 * unit, y - 52 * unit, 60 * unit, 54 * unit)
}

/** The bands and flowers that go round with the pot: what stands behind is not drawn. */
function enamel({ pen, unit, phase }: Moment, x: number, y: number): void {
  const scale = 1.25 * unit
  for (const [up, radius, thick, colour] of [[21.5, 18.2, 1.1, '#0b7a75'], [8.5, 19.3, 1.1, '#0b7a75'], [33, 8.4, 1.2, '#a4262c'], [2.8, 12.6, 1, '#a4262c']] as const) {
    line(pen, colour, thick * scale, () => pen.ellipse(x, y - up * scale, radius * scale, radius * 0.16 * scale, 0, 0, Math.PI))
  }
  for (let flower = 0; flower < 8; flower += 1) {
    const turn = TURN * (phase + flower / 8)
    const near = Math.cos(turn)
    if (near <= 0.05) continue
    const [flowerX, flowerY] = [x + Math.sin(turn) * 20 * scale, y - (15 - near * 2.6) * scale]
    for (let petal = 0; petal < 6; petal += 1) {
      const aside = (petal / 6) * TURN
      disc(pen, flowerX + Math.cos(aside) * 2.3 * near * scale, flowerY + Math.sin(aside) * 2.3 * scale, (0.5 + 1.1 * near) * scale, 1.6 * scale, flower % 2 ? '#a4262c' : '#0b7a75')
    }
    disc(pen, flowerX, flowerY, (0.4 + near) * scale, 1.3 * scale, '#fbf0cf')
    const beside = TURN * (phase + (flower + 0.5) / 8)
    if (Math.cos(beside) > 0.05) disc(pen, x + Math.sin(beside) * 20 * scale, y - (15 - Math.cos(beside) * 2.6) * scale, (0.2 + 0.7 * Math.cos(beside)) * scale, 2.2 * scale, '#fbf0cf')
  }
  for (let leaf = 0; leaf < 14; leaf += 1) {
    const turn = TURN * (phase + leaf / 14)
    const near = Math.cos(turn)
    if (near > 0.05) disc(pen, x + Math.sin(turn) * 13.4 * scale, y - (26 - near * 2) * scale, (0.3 + near) * scale, 1.5 * scale, '#a4262c')
  }
}

function shine({ pen, unit }: Moment, x: number, y: number): void {
  const fill = pen.createLinearGradient(x - 26 * unit, 0, x + 26 * unit, 0)
  for (const [stop, colour] of [[0, 'rgba(40, 20, 0, 0.55)'], [0.25, 'rgba(255, 255, 255, 0)'], [0.33, 'rgba(255, 255, 255, 0.5)'], [0.42, 'rgba(255, 255, 255, 0)'], [0.7, 'rgba(40, 20, 0, 0.1)'], [1, 'rgba(30, 15, 0, 0.6)']] as const) fill.addColorStop(stop, colour)
  pen.fillStyle = fill
  pen.fillRect(x - 30 * unit, y - 52 * unit, 60 * unit, 54 * unit)
}
