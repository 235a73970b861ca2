// How much of a limit is taken: a bar with its words. A plain picture, since no style may be inline.

interface MeterProps {
  readonly label: string
  readonly value: number
  readonly most: number
  /** Instead of "3 of 10": what the bar says. */
  readonly text: string
  readonly hint?: string
}

/** From here on it is told by colour too. */
const NEARLY = 0.8

export function Meter({ label, value, most, text, hint }: MeterProps) {
  const share = most === 0 ? 1 : Math.min(1, Math.max(0, value / most))
  return (
    <div class={`meter ${share >= 1 ? 'full' : share >= NEARLY ? 'nearly' : ''}`}>
      <p class="meter-head"><span>{label}</span> <strong>{text}</strong></p>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={most} aria-valuenow={Math.min(value, most)} aria-valuetext={text}>
        <rect class="meter-fill" width={share * 100} height="1" />
      </svg>
      {hint !== undefined && <p class="hint">{hint}</p>}
    </div>
  )
}
