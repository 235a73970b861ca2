// One spelling for each word over all Hindi texts of the service, as Hindi-speaking developers write them.
import { expect, it } from 'vitest'

const sources = import.meta.glob(['../src/**/*.ts', '../portal/**/*.{ts,tsx}', '!../portal/data/published/**'], { query: '?raw', import: 'default', eager: true })
const prose = import.meta.glob('../portal/prose/hi/*.md', { query: '?raw', import: 'default', eager: true })
const DEVANAGARI = /[\u0900-\u097f]/
const TEXTS = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g

/** What is not written, and what is instead. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w$.{`])prompt(?![\w`.}])/i, 'प्रॉम्प्ट'],
  [/फ्रेम/, 'फ़्रेम'],
  [/रेफरेंस/, 'रेफ़रेंस'],
  [/आखिरी/, 'आख़िरी'],
  [/फोटो/, 'फ़ोटो'],
  [/सिर्फ(?!़)/, 'सिर्फ़'],
  [/तारीख(?!़)/, 'तारीख़'],
  [/रेजोल्यूशन/, 'रेज़ोल्यूशन'],
  [/फ़ॉर्मैट/, 'फ़ॉर्मेट'],
  [/प्रोफेशनल|ऑफिस/, 'प्रोफ़ेशनल, ऑफ़िस'],
  [/आवाज(?!़)/, 'आवाज़'],
  [/(?:के|का) क्लिप/, 'क्लिप is feminine'],
  [/(?:की|आपकी|अपनी) ऑडियो/, 'ऑडियो is masculine'],
  [/(?:एक|हर|यही|दूसरी) request/, 'रिक्वेस्ट'],
  [/कोई model/, 'मॉडल'],
  [/उत्तराधिकारी|समर्थित|घोषित|ऋणात्मक|सार्वजनिक|परिभाषा|पूर्ण संख्या/, 'the word that developers say'],
  [/लौटा दिए/, 'वापस कर दिए'],
  [/शुल्क|काटा गया/, 'क्रेडिट कटे'],
  [/content (?:नियम|के)/, 'कंटेंट'],
]

it('every Hindi text keeps to one spelling and to words that developers say', () => {
  const texts = Object.entries(sources).flatMap(([file, source]) => (source.match(TEXTS) ?? []).filter((text) => DEVANAGARI.test(text)).map((text) => ({ file, text })))
  expect(texts.length).toBeGreaterThan(400)
  expect(SPELLINGS.flatMap(([wrong, right]) => texts.filter(({ text }) => wrong.test(text)).map(({ file, text }) => `${right} — ${file}: ${text}`))).toEqual([])
})

it('the Hindi prose of the portal keeps to it too', () => {
  const lines = Object.entries(prose).flatMap(([file, text]) => text.replace(/`[^`\n]*`/g, '').split('\n').filter((line) => DEVANAGARI.test(line)).map((line) => ({ file, line })))
  expect(lines.length).toBeGreaterThan(200)
  expect(SPELLINGS.flatMap(([wrong, right]) => lines.filter(({ line }) => wrong.test(line)).map(({ file, line }) => `${right} — ${file}: ${line}`))).toEqual([])
})
