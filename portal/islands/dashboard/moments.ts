// The clock, as parts of the dashboard read it.

export const nowMs = (): number => performance.timeOrigin + performance.now()

export const isPast = (iso: string | null): boolean => iso !== null && Date.parse(iso) <= nowMs()
