// The prompt that anybody can try: its stored results are files that are there, its price is the charging code's, its link keeps the prompt.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { modelById } from '../../src/catalog/catalog.ts'
import { GENERATION_TYPES } from '../../src/domain/model.ts'
import { creditsFor } from '../../portal/data/models/price.ts'
import { triedModels } from '../../portal/data/trial/models.ts'
import { creditsTried, playgroundFragment, storedResult } from '../../portal/data/trial/samples.ts'
import { formOfFragment } from '../../portal/islands/playground/memory.ts'
import { trialWords } from '../../portal/words/trial.ts'
import { siteFolder, textOf } from './site.ts'

const models = triedModels()
const texts = ['नाचती हुई लड़की', 'A chai stall in the rain', 'nothing that is drawn', '', 'नमस्ते']

describe('the prompt on the home page', () => {
  it('knows every type', () => expect(new Set(models.map(({ type }) => type))).toEqual(new Set(GENERATION_TYPES)))

  it('shows files that are there, whatever is typed', () => {
    const files = models.flatMap(({ type }) => [...texts, ...trialWords('hi').prompts[type], ...trialWords('en').prompts[type]].flatMap((text) => Object.values(storedResult(type, text))))
    expect(files.filter((file) => !existsSync(join(siteFolder, file)))).toEqual([])
  })

  it('shows a scene of its own for every suggestion', () => {
    for (const language of ['hi', 'en'] as const) {
      for (const type of GENERATION_TYPES) {
        const files = trialWords(language).prompts[type].map((text) => storedResult(type, text).file)
        expect([language, type, new Set(files).size]).toEqual([language, type, files.length])
      }
    }
  })

  it('tells the price that would be charged', () => {
    for (const tried of models) {
      const model = modelById(tried.id)
      for (const text of texts) expect([tried.id, text, creditsTried(tried, text)]).toEqual([tried.id, text, model && creditsFor(model, {}, text)])
    }
  })

  it('is kept on the way into the playground', () => {
    for (const model of models) expect(formOfFragment(playgroundFragment(model, 'नमस्ते, "world" & #1'))).toMatchObject({ type: model.type, model: model.id, input: { text: 'नमस्ते, "world" & #1' } })
  })

  it('stands with a result on the page before any script', () => {
    for (const language of ['hi', 'en'] as const) {
      const page = textOf(`${language}/index.html`)
      expect(page).toContain(`src="${storedResult('VIDEO', trialWords(language).prompts.VIDEO[0] ?? '').file}"`)
      expect(page.indexOf('id="try"')).toBeLessThan(page.indexOf('class="figures'))
    }
  })

  it('leaves the first page at 60 KB, all that it starts included', () => {
    const seen = new Set<string>()
    const load = (path: string): void => {
      if (seen.has(path)) return
      seen.add(path)
      for (const [, file = ''] of textOf(path).matchAll(/(?:from|import)\s*["'`](\.\/[\w.-]+\.js)["'`]/g)) load(`assets/${file.slice(2)}`)
    }
    for (const [, path = ''] of textOf('hi/index.html').matchAll(/(?:src|href)="\/(assets\/[\w.-]+\.(?:js|css))"/g)) load(path)
    const client = [...seen].find((path) => path.includes('client-')) ?? ''
    load(`assets/${/\.\/(trial-[\w-]+\.js)/.exec(textOf(client))?.[1] ?? ''}`)
    const size = [...seen, 'hi/index.html'].reduce((sum, path) => sum + gzipSync(readFileSync(join(siteFolder, path))).byteLength, 0)
    expect(size).toBeLessThan(60_000)
  })
})
