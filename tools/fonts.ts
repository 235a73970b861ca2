// `npm run fonts`: cuts the portal's fonts out of the whole ones, to the letters and weights that it uses. What it writes is
// committed, so that no build waits for it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import subsetFont from 'subset-font'
import { byteCount, print } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

const letters = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join('')

/** The block, the joiners, the circle that bare vowel signs stand on, the danda's neighbours. */
const DEVANAGARI = `${letters(0x900, 0x97f)}\u200c\u200d\u25cc₹`
const LATIN = `${letters(0x20, 0x7e)}\u00a0–—‘’“”…·×→←↑↓≈−•°©é`
/** Of headings: what Hindi is written with, without the letters of other languages. */
const HEADINGS = `अआइईउऊऋएऐऑओऔकखगघचछजझञटठडढणतथदधनपफबभमयरलवशषसह़ािीुूृेैॉोौ्ंःँड़ढ़फ़ज़ख़ग़क़।\u200c\u200d ₹`

interface Cut {
  readonly name: string
  readonly family: 'noto-sans-devanagari' | 'anek-devanagari'
  readonly script: 'devanagari' | 'latin'
  readonly text: string
  readonly weight: number | { readonly min: number; readonly max: number }
}

const CUTS: readonly Cut[] = [
  { name: 'noto-devanagari', family: 'noto-sans-devanagari', script: 'devanagari', text: DEVANAGARI, weight: { min: 400, max: 700 } },
  { name: 'noto-latin', family: 'noto-sans-devanagari', script: 'latin', text: LATIN, weight: { min: 400, max: 700 } },
  { name: 'anek-devanagari', family: 'anek-devanagari', script: 'devanagari', text: HEADINGS, weight: 750 },
  { name: 'anek-latin', family: 'anek-devanagari', script: 'latin', text: LATIN, weight: 750 },
]

for (const { name, family, script, text, weight } of CUTS) {
  const whole = join(projectFolder, 'node_modules', '@fontsource-variable', family, 'files', `${family}-${script}-wght-normal.woff2`)
  const cut = await subsetFont(readFileSync(whole), text, { targetFormat: 'woff2', variationAxes: { wght: weight } })
  writeFileSync(join(projectFolder, 'portal', 'fonts', `${name}.woff2`), cut)
  print(`${name}.woff2  ${byteCount(cut.byteLength)}`)
}
