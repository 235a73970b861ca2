// What was made on this device, to be shown or made again.
import { grouped, momentOf } from '../../language.ts'
import { nameOf } from './bill.tsx'
import type { Spoken } from './context.ts'
import type { Past } from './memory.ts'

interface HistoryProps extends Spoken {
  readonly past: readonly Past[]
  readonly onShow: (past: Past) => void
  readonly onBack: (past: Past) => void
  readonly onForget: () => void
}

export function HistoryBody({ past, onShow, onBack, onForget, language, words }: HistoryProps) {
  if (past.length === 0) return <p class="hint">{words.historyEmpty}</p>
  return (
    <>
      <ol class="play-history">
        {past.map((one) => (
          <li key={one.id}>
            <span class="play-history-text">{one.text || nameOf(one.model)}</span>
            <span class="soft small">{nameOf(one.model)} · {grouped(one.credits)} · {momentOf(one.at, language)}{one.mode === 'test' && ` · ${words.test}`}</span>
            <span class="play-inline">
              <button type="button" class="button quiet" onClick={() => onShow(one)}>{words.open}</button>
              <button type="button" class="button quiet" onClick={() => onBack(one)}>{words.back}</button>
            </span>
          </li>
        ))}
      </ol>
      <button type="button" class="button quiet" onClick={onForget}>{words.forget}</button>
    </>
  )
}
