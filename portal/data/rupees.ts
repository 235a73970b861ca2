// What a credit is worth in rupees. The one place of the rate: a figure of ours with its day, never a live one.
import { CREDITS_PER_USD } from '../../src/routing/price.ts'

/** Set by us, in round figures, to reckon with. Change both together. */
export const RUPEE_RATE = { rupeesPerDollar: 90, on: '2026-11-28' } as const

/** Credits at the price that companies' dollars are reckoned at: 2,000 for one. */
export const rupeesOf = (credits: number): number => (credits / CREDITS_PER_USD) * RUPEE_RATE.rupeesPerDollar

/** `≈ ₹1,234`; below ten with paise. */
export function sayRupees(credits: number): string {
  const rupees = rupeesOf(credits)
  const digits = Math.abs(rupees) < 10 && rupees !== 0 ? 2 : 0
  return `≈ ${new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(rupees)}`
}
