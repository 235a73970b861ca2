// What is switched off, switching models and whole providers, and taking down what was made.
import { useState } from 'preact/hooks'
import { momentOf } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import { Asked } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Field } from '../field.tsx'
import { useAct, useAsk } from '../use-ask.ts'
import { ActDialog, Note } from './act-dialog.tsx'
import { OperatorFrame, useOperatorWords } from './operator-frame.tsx'
import { SWITCH, SWITCHES } from './switch-operations.ts'
import type { Off, Offered } from './switch-operations.ts'
import { TakeDown } from './take-down.tsx'

export function OperatorSwitchesPart({ language }: { readonly language: Language }) {
  return <OperatorFrame language={language} part="operator-switches"><Switches /><TakeDown /></OperatorFrame>
}

/** One model, or all of a provider. */
interface Switching {
  readonly name: string
  readonly models: readonly string[]
  readonly on: boolean
}

function Switches() {
  const words = useOperatorWords()
  const asked = useAsk(SWITCHES, {})
  // What a switch has answered is newer than the catalogue, which follows within 30 s.
  const [latest, setLatest] = useState<readonly Off[]>()
  const [switching, setSwitching] = useState<Switching>()
  return (
    <section class="dash-section">
      <h2>{words.off}</h2>
      <p class="soft measure">{words.offHint}</p>
      <Asked asked={asked}>
        {({ adminModels, providers }) => {
          const off = latest ?? adminModels
          return (
            <>
              {off.length === 0 ? <p class="dash-empty">{words.allOn}</p> : <OffTable off={off} onSwitch={setSwitching} />}
              <SwitchOff providers={withoutOff(providers, off)} onSwitch={setSwitching} />
            </>
          )
        }}
      </Asked>
      {switching && <Confirmed {...switching} onSwitched={setLatest} onClose={() => setSwitching(undefined)} onDone={() => { setSwitching(undefined); asked.again() }} />}
    </section>
  )
}

const withoutOff = (providers: readonly Offered[], off: readonly Off[]): readonly Offered[] =>
  providers.map((provider) => ({ ...provider, models: provider.models.filter(({ id }) => off.every(({ model }) => model !== id)) })).filter(({ models }) => models.length > 0)

function OffTable({ off, onSwitch }: { readonly off: readonly Off[]; readonly onSwitch: (switching: Switching) => void }) {
  const { language } = useDashboard()
  const words = useOperatorWords()
  return (
    <Table
      label={words.off} rows={off} keyOf={({ model }) => model}
      columns={[
        { name: words.model, isHead: true, cell: ({ model }) => <code>{model}</code> },
        { name: words.reason, cell: ({ reason }) => reason || '–' },
        { name: words.since, cell: ({ offSince }) => <time dateTime={offSince}>{momentOf(offSince, language)}</time> },
        { name: words.turnOn, isNameless: true, cell: ({ model }) => <button class="button quiet" type="button" aria-label={`${words.turnOn}: ${model}`} onClick={() => onSwitch({ name: model, models: [model], on: true })}>{words.turnOn}</button> },
      ]}
    />
  )
}

const ALL_OF = 'all of '

function SwitchOff({ providers, onSwitch }: { readonly providers: readonly Offered[]; readonly onSwitch: (switching: Switching) => void }) {
  const words = useOperatorWords()
  const [chosen, setChosen] = useState('')
  const choose = (): void => {
    const whole = providers.find(({ id }) => chosen === ALL_OF + id)
    if (whole) onSwitch({ name: whole.name, models: whole.models.map(({ id }) => id), on: false })
    else if (chosen !== '') onSwitch({ name: chosen, models: [chosen], on: false })
  }
  return (
    <form class="operator-line" onSubmit={(event) => { event.preventDefault(); choose() }}>
      <Field label={words.whichModel}>
        {(wiring) => (
          <select class="input" {...wiring} value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            <option value="">{words.choose}</option>
            {providers.map(({ id, name, models }) => (
              <optgroup label={name} key={id}>
                {models.length > 1 && <option value={ALL_OF + id}>{words.allOf(name)}</option>}
                {models.map((model) => <option value={model.id} key={model.id}>{model.name}</option>)}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <button class="button danger" type="submit" disabled={chosen === ''}>{words.turnOff}</button>
    </form>
  )
}

interface ConfirmedProps extends Switching {
  readonly onSwitched: (off: readonly Off[]) => void
  readonly onClose: () => void
  readonly onDone: () => void
}

/** One after the other: where one is refused, what was switched before stays, and the list says so. */
function Confirmed({ name, models, on, onSwitched, onClose, onDone }: ConfirmedProps) {
  const words = useOperatorWords()
  const { act, isBusy, problem } = useAct(SWITCH)
  const [reason, setReason] = useState('')
  const action = on ? words.turnOn : words.turnOff
  const make = async (): Promise<void> => {
    for (const model of models) {
      const done = await act({ model, on, reason })
      if (!done) return
      onSwitched(done.adminModelSwitch)
    }
    onDone()
  }
  return (
    <ActDialog title={`${action}: ${name}`} action={action} isDangerous={!on} isBusy={isBusy} problem={problem} paths={['reason']} onAct={() => void make()} onClose={onClose}>
      <p>{on ? words.turnOnHint : words.turnOffHint}</p>
      {models.length > 1 && <p class="operator-list">{models.map((model) => <code key={model}>{model}</code>)}</p>}
      <Note label={words.reason} hint={words.reasonHint} path="reason" value={reason} problem={problem} onInput={setReason} />
    </ActDialog>
  )
}
