// The receipt: the portal's one figure for what was ordered, what it cost, and what came back.
import type { ComponentChildren } from 'preact'

/** What a line tells of credits: taken, given back, or nothing. */
export type Tone = 'plain' | 'taken' | 'back' | 'failed' | 'total'

export interface ReceiptLine {
  readonly label: ComponentChildren
  readonly value?: ComponentChildren
  readonly tone?: Tone
}

interface ReceiptProps {
  readonly title: string
  readonly number?: string
  readonly lines: readonly ReceiptLine[]
  readonly stamp?: string
  readonly foot?: ComponentChildren
  /** Its lines appear one after the other. */
  readonly isPrinting?: boolean
}

export function Receipt({ title, number, lines, stamp, foot, isPrinting = false }: ReceiptProps) {
  return (
    <figure class={isPrinting ? 'receipt printing' : 'receipt'}>
      <div class="receipt-paper">
        <figcaption class="receipt-head">
          <span>{title}</span>
          {number !== undefined && <span class="receipt-number">{number}</span>}
        </figcaption>
        <dl class="receipt-lines">
          {lines.map(({ label, value, tone = 'plain' }, index) => (
            <div class={`receipt-line ${tone}`} key={index}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {stamp !== undefined && <p class="receipt-stamp" aria-hidden="true"><span>{stamp}</span></p>}
        {foot !== undefined && <p class="receipt-foot">{foot}</p>}
      </div>
    </figure>
  )
}
