import { ownValue } from './own-value.ts'
// Which of several legal values is nearest to what was asked: numbers by distance, resolutions by lines,
// aspect ratios by the angle of their shape.

const LINES: Readonly<Record<string, number>> = { '2k': 1440, '4k': 2160 }

/** Lines of a resolution word: `1080p` → 1080. */
function lines(word: string): number | undefined {
  const match = /^(\d{3,4})p$/i.exec(word)
  return match ? Number(match[1]) : ownValue(LINES, word.toLowerCase())
}

/** Width over height of a ratio word, as a logarithm, so that 16:9 is as far from 1:1 as 9:16. */
function shape(word: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(word)
  return match ? Math.log(Number(match[1]) / Number(match[2])) : undefined
}

function measure(value: string | number | boolean): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? (lines(value) ?? shape(value)) : undefined
}

/** The values in order of nearness to the wanted one; those without a measure keep their order, after an equal one. */
export function byNearness<Value extends string | number | boolean>(values: readonly Value[], wanted: Value): readonly Value[] {
  const target = measure(wanted)
  const distance = (value: Value): number => {
    if (value === wanted) return -1
    const own = measure(value)
    return target === undefined || own === undefined ? Number.MAX_VALUE : Math.abs(own - target)
  }
  return values.toSorted((a, b) => distance(a) - distance(b))
}
