// How long something old works on beside the new.
import { Segments } from '../../ui/segments.tsx'
import { useDashboard } from './context.ts'

const OVERLAPS = ['h0', 'h1', 'h24', 'h72', 'h168'] as const
export type Overlap = (typeof OVERLAPS)[number]
export const HOURS = { h0: 0, h1: 1, h24: 24, h72: 72, h168: 168 } as const satisfies Readonly<Record<Overlap, number>>

export function OverlapPicker({ legend, value, onChange }: { readonly legend: string; readonly value: Overlap; readonly onChange: (value: Overlap) => void }) {
  const { words } = useDashboard()
  return <Segments name="overlap" legend={legend} values={OVERLAPS} value={value} words={words.overlaps} onChange={onChange} />
}
