// One of a few, all in sight: radio buttons as one strip.
interface SegmentsProps<Value extends string> {
  readonly name: string
  readonly legend: string
  readonly values: readonly Value[]
  readonly value: Value
  readonly words: Readonly<Record<Value, string>>
  readonly onChange: (value: Value) => void
}

export function Segments<Value extends string>({ name, legend, values, value, words, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{legend}</legend>
      {values.map((one) => (
        <label key={one}>
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChange(one)} />
          <span>{words[one]}</span>
        </label>
      ))}
    </fieldset>
  )
}
