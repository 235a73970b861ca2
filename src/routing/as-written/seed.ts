// A seed of −1, which elsewhere stands for a random one: a seed is drawn, so that the caller can have the same again. Pure.

export const RANDOM_SEED = -1

/** @param chance any whole number from 0 to 2^32 − 1 */
export const seedByChance = ({ min, max }: { readonly min: number; readonly max: number }, chance: number): number => min + (chance % (max - min + 1))
