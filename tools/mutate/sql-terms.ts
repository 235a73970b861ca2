// The terms of a condition written as SQL: `a and b and c` is three, and each is dropped in turn.
import { short, type Wrong } from './wrong.ts'

/** @param template from the tag to the closing backtick; what stands in `${…}` is one piece, whatever is in it */
export function droppedTerms(template: string): readonly Wrong[] {
  const masked = maskInserted(template)
  const wrongs: Wrong[] = []
  for (const found of masked.matchAll(/\sand\s/g)) {
    if (/between\s+\S+$/.test(masked.slice(0, found.index))) continue
    const after = found.index + found[0].length
    const end = endOfTerm(masked, after)
    wrongs.push(without(template, found.index, end))
    const start = startOfTerm(masked, found.index)
    const isFirst = !/\sand\s$/.test(masked.slice(0, start))
    if (isFirst) wrongs.push(without(template, start, after))
  }
  return wrongs
}

function without(template: string, start: number, end: number): Wrong {
  return { text: template.slice(0, start) + template.slice(end), what: `sql without ${short(template.slice(start, end))}`, isTerm: true }
}

/** The same length, so that places stay; inserted pieces become word characters. */
function maskInserted(template: string): string {
  let masked = ''
  for (let at = 0; at < template.length; at += 1) {
    if (!template.startsWith('${', at)) {
      masked += template[at]
      continue
    }
    let depth = 0
    const from = at
    for (; at < template.length; at += 1) {
      if (template[at] === '{') depth += 1
      if (template[at] === '}' && (depth -= 1) === 0) break
    }
    masked += 'x'.repeat(at - from + 1)
  }
  return masked
}

/** Up to the next `and`, `or`, a bracket that closes more than it opened, or the end. */
function endOfTerm(masked: string, from: number): number {
  let depth = 0
  for (let at = from; at < masked.length; at += 1) {
    if (masked[at] === '(') depth += 1
    if (masked[at] === ')' && (depth -= 1) < 0) return at
    if (masked[at] === '`') return at
    if (depth === 0 && /^\s(and|or|order|limit|group)\s/.test(masked.slice(at, at + 8))) return at
  }
  return masked.length - 1
}

function startOfTerm(masked: string, to: number): number {
  let depth = 0
  for (let at = to - 1; at > 0; at -= 1) {
    if (masked[at] === ')') depth += 1
    if (masked[at] === '(' && (depth -= 1) < 0) return at + 1
    if (masked[at] === '`') return at + 1
    if (depth === 0 && /\s(and|or|where|on|when)\s$/.test(masked.slice(0, at + 1))) return at + 1
  }
  return to
}
