// The documents stand in two files of one name, step for step: the same headings in number and depth, the same code.
import { describe, expect, it } from 'vitest'
import { DOCS } from '../../portal/data/docs/list.ts'
import { blocksOf, withCodeOf } from '../../portal/data/docs/markdown.ts'

/** Of errors each code has a page of its own; the page of the status is rendered, and its measures are told in English. */
const WITHOUT_PAGE: ReadonlySet<string> = new Set(['errors', 'status'])

const nameOf = (path: string): string => path.replace(/^.*\/|\.md$/g, '')
const read = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> => new Map(Object.entries(files).map(([path, text]) => [nameOf(path), text]))
const english = read(import.meta.glob<string>('../../docs/guide/*.md', { query: '?raw', import: 'default', eager: true }))
const hindi = read(import.meta.glob<string>('../../portal/prose/hi/*.md', { query: '?raw', import: 'default', eager: true }))
const listed = DOCS.flatMap(({ pages }) => pages.flatMap(({ file }) => file ?? []))

const depthsOf = (text: string): readonly number[] => Array.from(text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^(#+) /gm), ([, marks = '']) => marks.length)
const rowsOf = (text: string): number => text.replace(/^```[\s\S]*?^```$/gm, '').match(/^\|/gm)?.length ?? 0

describe('the documents', () => {
  it('are all listed', () => {
    expect([...english.keys()].filter((name) => !WITHOUT_PAGE.has(name) && !listed.includes(name))).toEqual([])
    expect(listed.filter((name) => !english.has(name))).toEqual([])
  })

  it('are there in Hindi under the same names', () => {
    expect(listed.filter((name) => !hindi.has(name))).toEqual([])
    expect([...hindi.keys()].filter((name) => !listed.includes(name))).toEqual([])
  })

  for (const [name, text] of hindi) {
    it(`${name} is the same in both languages, step for step`, () => {
      const original = english.get(name) ?? ''
      expect(depthsOf(text)).toEqual(depthsOf(original))
      expect(rowsOf(text)).toBe(rowsOf(original))
      expect(blocksOf(text)).toBe(0)
      expect(blocksOf(withCodeOf(original, text))).toBe(blocksOf(original))
    })
  }
})
