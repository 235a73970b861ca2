// Does a thing again after a moment when it failed in a way that passes. Only for what may be done twice.

export interface Patience {
  readonly pause: (ms: number) => Promise<void>
  /** Before each repetition; their number is how often it is repeated. */
  readonly pausesMs: readonly number[]
}

/** @param passes whether the failure may be gone in a moment */
export async function repeat<Result>({ pause, pausesMs }: Patience, passes: (error: unknown) => boolean, act: () => Promise<Result>): Promise<Result> {
  for (const pauseMs of pausesMs) {
    try {
      return await act()
    } catch (error) {
      if (!passes(error)) throw error
      await pause(pauseMs)
    }
  }
  return act()
}
