// What each kind of sound's counting looks like.

/** Seconds; undefined for what cannot be counted: nobody can be charged by that. */
export type Counter = (bytes: Uint8Array) => number | undefined
