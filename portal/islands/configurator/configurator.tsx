// A model's options as a form: what it costs by the code that charges, what is adjusted, and the request in five languages.
import { useMemo, useState } from 'preact/hooks'
import type { OptionValue } from '../../../src/domain/model.ts'
import { billOf } from '../../data/models/price.ts'
import type { Values } from '../../data/models/price.ts'
import { samplesOf } from '../../data/models/samples.ts'
import type { Row } from '../../data/models/view.ts'
import { without } from '../../data/without.ts'
import { grouped } from '../../language.ts'
import type { Language } from '../../language.ts'
import { Code } from '../../ui/code.tsx'
import { Receipt } from '../../ui/receipt.tsx'
import type { ReceiptLine } from '../../ui/receipt.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { modelWords } from '../../words/models.ts'
import { Field } from './field.tsx'

export interface ConfiguratorProps {
  readonly language: Language
  readonly row: Row
  readonly text: string
}

export function Configurator({ language, row, text: firstText }: ConfiguratorProps) {
  const words = modelWords(language)
  const [asked, setAsked] = useState<Values>({})
  const [text, setText] = useState(firstText)
  const bill = useMemo(() => billOf(row, asked, text, requiredInputs(row)), [row, asked, text])
  const goesByText = row.price.kind === 'character' || row.price.kind === 'spoken'
  const samples = useMemo(() => samplesOf({ row, options: asked, text }), [row, asked, text])
  const choose = (name: string, value: OptionValue | undefined): void => setAsked(value === undefined ? without(asked, name) : { ...asked, [name]: value })
  return (
    <div class="configurator">
      <form class="configurator-form" onSubmit={(event) => event.preventDefault()}>
        {goesByText && (
          <label class="field">
            <span>{words.text}</span>
            <textarea rows={3} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
          </label>
        )}
        <div class="configurator-fields">
          {Object.entries(row.options).map(([name, option]) => (
            <Field language={language} name={name} option={option} asked={asked[name]} served={bill.options[name]} change={(value) => choose(name, value)} key={name} />
          ))}
        </div>
      </form>
      <Receipt title={row.name} lines={linesOf(bill, row, words)} />
      <div class="configurator-code">
        <Tabs id={`samples-${row.id}`} label={words.code} tabs={samples.map(({ name, in: codeLanguage, code }) => ({ name, content: <Code language={language} code={code} in={codeLanguage} label={name} /> }))} />
      </div>
    </div>
  )
}

/** Rules may depend on what is given: what must be is. */
const requiredInputs = ({ inputs }: Row): readonly string[] => Object.entries(inputs).flatMap(([name, rule]) => (rule?.required ? [name] : []))

function linesOf({ options, adjustments, credits }: ReturnType<typeof billOf>, { price, outputsOption }: Row, words: ReturnType<typeof modelWords>): readonly ReceiptLine[] {
  const by = 'by' in price ? price.by : []
  const names = [...new Set([...by, 'duration', ...(outputsOption === undefined ? [] : [outputsOption])])].filter((name) => options[name] !== undefined)
  return [
    ...names.map((name): ReceiptLine => ({ label: name, value: String(options[name]) })),
    ...adjustments.map(({ option, requested, served }): ReceiptLine => ({ label: `${words.adjusted}: ${option}`, value: `${requested} → ${served ?? words.unset}`, tone: 'failed' })),
    { label: words.total, value: credits === undefined ? words.perSecond : words.credits(grouped(credits)), tone: 'total' },
  ]
}
