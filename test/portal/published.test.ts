// Every heading, row and figure that was published stands on the Hindi home page, as it was published.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder, readable, textOf } from './site.ts'

const file = join(projectFolder, '..', 'shared', 'brief', 'portal.txt')
const EMOJI = /^\p{Extended_Pictographic}\uFE0F?\s*/u
/** Of these two on, the text is code: the tabs show corrected samples. */
const CODE_BEGINS = '# Universal generation API - Video example'
const CODE_ENDS = '}'

function publishedLines(): readonly string[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').map((line) => line.replace(EMOJI, '').replace(/\s+/g, ' ').trim())
  return [...lines.slice(0, lines.indexOf(CODE_BEGINS)), ...lines.slice(lines.lastIndexOf(CODE_ENDS) + 1)].filter((line) => line !== '')
}

describe('what was published', () => {
  it.skipIf(!existsSync(file))('stands on /hi/ as it was, line by line, in its order', () => {
    const page = readable(textOf('hi/index.html'))
    const lines = publishedLines()
    expect(lines.length).toBeGreaterThan(120)
    expect(lines.filter((line) => !page.includes(line))).toEqual([])
    const headings = ['टेक्स्ट-टू-वीडियो APIs', 'टेक्स्ट-टू-इमेज APIs', 'इमेज-टू-वीडियो APIs', 'अवतार, लिप सिंक और TTS APIs', 'एक API, असीमित संभावनाएँ', 'सामान्य एरर कोड्स', 'प्लान के अनुसार रेट लिमिट्स', 'क्विक स्टार्ट कोड उदाहरण', 'कुछ अद्भुत बनाने के लिए तैयार हैं?']
    const places = headings.map((heading) => page.indexOf(heading))
    expect(places).toEqual(places.toSorted((one, other) => one - other))
  })

  it('is all English on /en/', () => {
    const page = readable(textOf('en/index.html').replace(/<pre[\s\S]*?<\/pre>/g, '').replace(/<(\w+)[^>]*\slang="hi"[\s\S]*?<\/\1>/g, '').replace(/<svg[\s\S]*?<\/svg>/g, ''))
    expect(page.match(/[\u0900-\u097f]+/g)).toBeNull()
  })
})
