// Another plan for an account; Enterprise may have figures of its own.
import { useState } from 'preact/hooks'
import { Field } from '../field.tsx'
import { useAct } from '../use-ask.ts'
import { FIGURES, PLANS, SET_TERMS } from './accounts-operations.ts'
import type { AnyAccount, OwnLimits, Plan } from './accounts-operations.ts'
import { ActDialog } from './act-dialog.tsx'
import { useOperatorWords } from './operator-frame.tsx'

interface ChangeProps {
  readonly account: AnyAccount
  readonly onClose: () => void
  readonly onDone: () => void
}

const NAMES = [...FIGURES, 'retentionDays'] as const
type Name = (typeof NAMES)[number]
const pathOf = (name: Name): string => (name === 'retentionDays' ? 'input.retentionDays' : `input.limits.${name}`)
const figureOf = (typed: string): number | null => (typed === '' ? null : Number(typed))

export function ChangePlan({ account: { id, name, plan: before, limits, retentionDays }, onClose, onDone }: ChangeProps) {
  const words = useOperatorWords()
  const { act, isBusy, problem } = useAct(SET_TERMS)
  const [plan, setPlan] = useState<Plan>(before)
  const [typed, setTyped] = useState<Readonly<Record<Name, string>>>(() => {
    const said = (figure: number | null | undefined): string => (figure === null || figure === undefined ? '' : String(figure))
    return { perMinute: said(limits?.perMinute), concurrent: said(limits?.concurrent), perDay: said(limits?.perDay), readsPerMinute: said(limits?.readsPerMinute), retentionDays: said(retentionDays) }
  })
  const own = (): { readonly limits: OwnLimits; readonly retentionDays: number | null } => ({
    limits: { perMinute: figureOf(typed.perMinute), concurrent: figureOf(typed.concurrent), perDay: figureOf(typed.perDay), readsPerMinute: figureOf(typed.readsPerMinute) },
    retentionDays: figureOf(typed.retentionDays),
  })
  const change = async (): Promise<void> => {
    if (await act({ input: { id, plan, ...(plan === 'ENTERPRISE' && own()) } })) onDone()
  }
  return (
    <ActDialog title={`${words.plan}: ${name}`} action={words.changePlan} isBusy={isBusy} problem={problem} paths={['input.plan', ...NAMES.map(pathOf)]} onAct={() => void change()} onClose={onClose}>
      <p><code>{id}</code></p>
      <Field label={words.plan} hint={words.planHint} problem={problem} path="input.plan">
        {(wiring) => (
          <select class="input" {...wiring} value={plan} onChange={({ currentTarget }) => setPlan(PLANS.find((one) => one === currentTarget.value) ?? plan)}>
            {PLANS.map((one) => <option value={one} key={one}>{one}</option>)}
          </select>
        )}
      </Field>
      {plan === 'ENTERPRISE' && (
        <fieldset>
          <legend>{words.ownFigures}</legend>
          <p class="hint">{words.ownFiguresHint}</p>
          <div class="dash-pair">
            {NAMES.map((one) => (
              <Field label={words.figures[one]} problem={problem} path={pathOf(one)} key={one}>
                {(wiring) => <input class="input" {...wiring} type="number" inputMode="numeric" step={1} value={typed[one]} onInput={({ currentTarget }) => setTyped((last) => ({ ...last, [one]: currentTarget.value }))} />}
              </Field>
            ))}
          </div>
        </fieldset>
      )}
    </ActDialog>
  )
}
