// A street at night, after rain.
import { disc, glow, line, scattered, swing, TURN, wash } from './scene.ts'
import type { Moment } from './scene.ts'

const SIGNS = [
  { text: 'चाय', rgb: '255, 123, 84' },
  { text: 'किताबें', rgb: '92, 225, 230' },
  { text: 'मिठाई', rgb: '255, 209, 102' },
  { text: 'दर्ज़ी', rgb: '199, 125, 255' },
  { text: 'फूल', rgb: '255, 93, 143' },
  { text: 'घड़ी', rgb: '128, 237, 153' },
] as const

export function street(moment: Moment): void {
  const { pen, width, height, unit } = moment
  const kerb = height * 0.66
  wash(moment, 0, kerb, ['#0b1026', '#1c1f4a', '#3a2a5e'])
  wash(moment, kerb, height, ['#231f3e', '#0d0f22'])
  disc(pen, width * 0.8, height * 0.14, 5 * unit, 5 * unit, '#f4ecd8')
  disc(pen, width * 0.8 + 2 * unit, height * 0.14 - unit, 4.6 * unit, 4.6 * unit, '#12163a')
  const shopWide = Math.max(width / 6, 22 * unit)
  for (let index = 0; index * shopWide < width; index += 1) shop(moment, index, index * shopWide, shopWide, kerb)
  lights(moment, kerb)
  rickshaw(moment, kerb)
  rain(moment)
}

function shop({ pen, unit, height, phase }: Moment, index: number, x: number, wide: number, kerb: number): void {
  const sign = SIGNS[index % SIGNS.length] ?? SIGNS[0]
  const top = height * (0.16 + 0.12 * scattered(index + 5))
  pen.fillStyle = index % 2 ? '#2b2752' : '#383064'
  pen.fillRect(x, top, wide, kerb - top)
  for (let row = 0; top + (6 + row * 11) * unit < kerb - 36 * unit; row += 1) {
    for (let column = 0; column < 2; column += 1) {
      const isLit = scattered(index * 31 + row * 7 + column) > 0.42
      pen.fillStyle = isLit ? 'rgba(255, 209, 128, 0.85)' : 'rgba(20, 18, 50, 0.55)'
      pen.fillRect(x + wide * (0.2 + 0.38 * column), top + (6 + row * 11) * unit, wide * 0.22, 6.5 * unit)
    }
  }
  const flicker = index === 2 ? 0.55 + 0.45 * swing(phase, 5) : 0.9 + 0.1 * swing(phase, 2, index / 6)
  pen.globalAlpha = flicker
  glow(pen, x + wide / 2, kerb - 26 * unit, wide * 0.75, sign.rgb, 0.4)
  pen.fillStyle = '#120f28'
  pen.beginPath()
  pen.roundRect(x + wide * 0.1, kerb - 33 * unit, wide * 0.8, 11 * unit, 2 * unit)
  pen.fill()
  line(pen, `rgb(${sign.rgb})`, 0.7 * unit, () => pen.roundRect(x + wide * 0.1, kerb - 33 * unit, wide * 0.8, 11 * unit, 2 * unit))
  pen.font = `700 ${Math.min(6.6 * unit, wide * 0.22)}px "Noto Sans Devanagari", sans-serif`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillStyle = `rgb(${sign.rgb})`
  pen.fillText(sign.text, x + wide / 2, kerb - 27 * unit)
  pen.fillStyle = 'rgba(255, 214, 150, 0.9)'
  pen.fillRect(x + wide * 0.14, kerb - 20 * unit, wide * 0.72, 20 * unit)
  pen.fillStyle = '#3b2a4f'
  for (let shelf = 0; shelf < 3; shelf += 1) pen.fillRect(x + wide * 0.14, kerb - (6 + 6 * shelf) * unit, wide * 0.72, 0.7 * unit)
  for (let ware = 0; ware < 9; ware += 1) {
    disc(pen, x + wide * (0.2 + 0.3 * (ware % 3)), kerb - (7.4 + 6 * Math.floor(ware / 3)) * unit, wide * 0.055, 1.5 * unit, ['#d9480f', '#0b7a75', '#7b2d5b'][(ware + index) % 3] ?? '#d9480f')
  }
  const wet = pen.createLinearGradient(0, kerb, 0, height)
  wet.addColorStop(0, `rgba(${sign.rgb}, 0.53)`)
  wet.addColorStop(0.8, `rgba(${sign.rgb}, 0)`)
  pen.fillStyle = wet
  for (let streak = 0; streak < 7; streak += 1) {
    const sway = Math.sin(TURN * (phase * 2 + scattered(index * 9 + streak))) * unit
    pen.fillRect(x + wide * (0.12 + 0.11 * streak) + sway, kerb + (1.5 + 4 * scattered(streak + index)) * unit, wide * 0.06, (height - kerb) * (0.45 + 0.4 * scattered(streak * 5 + index)))
  }
  pen.globalAlpha = 1
}

/** A string of bulbs from roof to roof. */
function lights({ pen, width, unit, height, phase }: Moment, kerb: number): void {
  const y = (x: number): number => height * 0.2 + Math.sin((x / width) * Math.PI * 3) ** 2 * 9 * unit
  line(pen, '#0a0a1c', 0.35 * unit, () => { for (let x = 0; x <= width; x += 2 * unit) pen.lineTo(x, y(x)) })
  for (let index = 0, x = 3 * unit; x < width; index += 1, x += 6 * unit) {
    const bright = 0.55 + 0.45 * swing(phase, 3, index / 4)
    glow(pen, x, y(x) + unit, 3.4 * unit, '255, 217, 125', 0.6 * bright)
    disc(pen, x, y(x) + unit, 0.8 * unit, unit, `rgba(255, 238, 190, ${bright})`)
  }
  pen.fillStyle = '#3d3763'
  pen.fillRect(0, kerb - 0.8 * unit, width, 2 * unit)
}

function rickshaw({ pen, width, height, unit, phase }: Moment, kerb: number): void {
  const x = phase * (width + 60 * unit) - 36 * unit
  const y = kerb + (height - kerb) * 0.42 + Math.sin(TURN * phase * 12) * 0.25 * unit
  const at = (aside: number, up: number): [number, number] => [x + aside * unit, y - up * unit]
  disc(pen, x + 2 * unit, y + 3.4 * unit, 17 * unit, 2 * unit, 'rgba(0, 0, 0, 0.5)')
  glow(pen, x + 26 * unit, y - 4 * unit, 20 * unit, '255, 236, 170', 0.5)
  pen.fillStyle = '#0b7a75'
  pen.beginPath()
  pen.moveTo(...at(-13, 1)); pen.lineTo(...at(-13, 9)); pen.lineTo(...at(9, 9)); pen.lineTo(...at(15, 3)); pen.lineTo(...at(15, -1)); pen.lineTo(...at(-13, -1))
  pen.fill()
  pen.fillStyle = '#f2b705'
  pen.beginPath()
  pen.moveTo(...at(-14, 9)); pen.quadraticCurveTo(...at(-13, 21), ...at(-3, 21)); pen.lineTo(...at(5, 20)); pen.quadraticCurveTo(...at(9, 17), ...at(10, 9))
  pen.fill()
  pen.fillStyle = '#171532'
  pen.beginPath()
  pen.moveTo(...at(-10, 10)); pen.lineTo(...at(-9, 17)); pen.lineTo(...at(-1, 17)); pen.lineTo(...at(-1, 10))
  pen.moveTo(...at(1, 10)); pen.lineTo(...at(1, 17)); pen.lineTo(...at(5, 17)); pen.lineTo(...at(8, 10))
  pen.fill()
  for (const wheel of [-8, 10]) {
    disc(pen, ...at(wheel, -1), 3.4 * unit, 3.4 * unit, '#0d0b1e')
    disc(pen, ...at(wheel, -1), 1.6 * unit, 1.6 * unit, '#b8b5d0')
    const turn = TURN * phase * 14
    line(pen, '#55517a', 0.4 * unit, () => { for (const spoke of [0, 1]) { const [hubX, hubY] = at(wheel, -1); const [dx, dy] = [Math.cos(turn + spoke * 1.57) * 2.8 * unit, Math.sin(turn + spoke * 1.57) * 2.8 * unit]; pen.moveTo(hubX - dx, hubY - dy); pen.lineTo(hubX + dx, hubY + dy) } })
  }
  disc(pen, ...at(14.6, 3.6), 1.2 * unit, 1.4 * unit, '#fff6d6')
  disc(pen, ...at(-13.4, 4), 0.7 * unit, 1.2 * unit, '#ff4d4d')
}

function rain({ pen, width, height, unit, phase }: Moment): void {
  line(pen, 'rgba(200, 215, 255, 0.22)', 0.3 * unit, () => {
    for (let index = 0; index < 90; index += 1) {
      const fall = (scattered(index + 700) + phase * (3 + (index % 3))) % 1
      const x = scattered(index + 900) * width * 1.1 - fall * 6 * unit
      pen.moveTo(x, fall * height)
      pen.lineTo(x - 0.8 * unit, fall * height + 5 * unit)
    }
  })
}
