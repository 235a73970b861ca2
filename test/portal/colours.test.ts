// Every pair of colours that text stands in can be read, in both themes: WCAG 2.2, 1.4.3.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from './site.ts'

const tokens = new Map(
  Array.from(readFileSync(join(projectFolder, 'portal/styles/tokens.css'), 'utf8').matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g), ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const),
)

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (bright + 0.05) / (dark + 0.05)
}

const GROUNDS = ['paper', 'sheet', 'well'] as const
const PAIRS: readonly (readonly [text: string, ground: string])[] = [
  ...['ink', 'soft', 'press', 'press-strong', 'back', 'failed'].flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ['on-press', 'press'],
  ['on-press', 'press-strong'],
  ['back', 'back-wash'],
  ['failed', 'failed-wash'],
  ['ink', 'note-wash'],
  ['soft', 'note-wash'],
  ['press', 'note-wash'],
]

describe('the colours', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`of the ${theme} theme can be read`, () => {
      const weak = PAIRS.map(([text, ground]) => ({ text, ground, ratio: contrast(tokens.get(text)?.[theme] ?? '#000000', tokens.get(ground)?.[theme] ?? '#000000') })).filter(({ ratio }) => ratio < 4.5)
      expect(weak).toEqual([])
    })
  }
})
