// What it will cost, who makes it and why: before anything is pressed.
import { modelById } from '../../../src/catalog/catalog.ts'
import { grouped } from '../../language.ts'
import { Receipt } from '../../ui/receipt.tsx'
import type { ReceiptLine } from '../../ui/receipt.tsx'
import type { Around } from './context.ts'
import type { Quote } from './operations.ts'
import { sayDuration, sayOption } from './say.ts'

/** What the page reckoned; with the service's own answer once it came. */
export interface Reckoned {
  readonly model: string
  readonly credits: number
  readonly seconds: number
}

interface BillProps extends Around {
  readonly reckoned: readonly Reckoned[]
  readonly problem: string | undefined
  readonly quote: Quote | undefined
}

export const nameOf = (model: string): string => modelById(model)?.name ?? model

export function Bill({ reckoned, problem, quote, mode, person, words }: BillProps) {
  const total = reckoned.reduce((sum, { credits }) => sum + credits, 0)
  const money = mode === 'test' ? words.testCredits : words.credits
  const isMany = reckoned.length > 1
  const balance = person.kind === 'SIGNED_IN' ? person.me.credits - total : undefined
  const lines: readonly ReceiptLine[] = [
    ...reckoned.map(({ model, credits }): ReceiptLine => ({ label: nameOf(model), value: isMany ? grouped(credits) : '' })),
    { label: isMany ? words.total : words.cost, value: money(grouped(total)), tone: 'taken' },
    ...(balance === undefined ? [] : [{ label: words.balanceAfter, value: grouped(balance), tone: balance < 0 ? 'failed' : 'total' } as const]),
  ]
  if (reckoned.length === 0) return <Receipt title={words.bill} lines={[{ label: words.incomplete }]} foot={problem} />
  const [first] = reckoned
  const foot = balance !== undefined && balance < 0 ? words.notEnough : first && words.usually(sayDuration(isMany ? Math.max(...reckoned.map(({ seconds }) => seconds)) : first.seconds, words))
  return <>
    <Receipt title={isMany ? words.compareBill : words.bill} lines={lines} foot={foot} />
    {quote && !isMany && <Reasons quote={quote} words={words} />}
  </>
}

function Reasons({ quote, words }: { readonly quote: Quote; readonly words: Around['words'] }) {
  return (
    <div class="play-why">
      {quote.adjustments.length > 0 && (
        <>
          <p class="play-label">{words.adjusted}</p>
          <ul>{quote.adjustments.map(({ option, requested, served, reason }) => <li key={option}>{words.servedAs(sayOption(option, { words }), JSON.stringify(requested), served === null ? words.leftOut : JSON.stringify(served))} <span class="soft">{reason}</span></li>)}</ul>
        </>
      )}
      <details>
        <summary>{words.why}</summary>
        <ul>{[...quote.reasons, words.cancelBack[`${quote.cancelRefund}`]].map((reason) => <li key={reason}>{reason}</li>)}</ul>
      </details>
      {quote.passedOver.length > 0 && (
        <details>
          <summary>{words.passedOver(String(quote.passedOver.length))}</summary>
          <ul>{quote.passedOver.map(({ model, reason }) => <li key={model}><strong>{nameOf(model)}</strong> {reason}</li>)}</ul>
        </details>
      )}
    </div>
  )
}
