// Text within a second on a slow phone, as counts. The second is PORTAL.md's and issue 13's: 1.6 Mbit/s (200 bytes a millisecond), 150 ms there and
// back, a processor four times as slow.
//   1000 ms − 2 round trips × 150 ms − 450 ms for the processor = 250 ms on the line; 250 ms × 200 bytes = 50,000 bytes.
// The processor's share is four times 112 ms: on 2026-11-28 the home page needed 35 to 90 ms, the catalogue 60. The schema's longest page needed 120, and has
// bytes to spare for it. What is really seen prints `npm run test:portal -- --times`.
import { describe, expect, it } from 'vitest'
import { beforeFirstText, LINE } from './first-text.ts'
import { pagePaths, textOf } from './site.ts'

const AIM_MS = 1000
const ROUND_TRIPS = 2
const PROCESSOR_MS = 450
const MOST_BYTES = (AIM_MS - ROUND_TRIPS * LINE.roundTripMs - PROCESSOR_MS) * LINE.bytesPerMs

describe('the first text of a page', () => {
  const pages = pagePaths.map((page) => ({ page, ...beforeFirstText(page) }))

  it('needs the document and what its head names, and nothing that those name', () => {
    expect(pages.filter(({ roundTrips }) => roundTrips > ROUND_TRIPS).map(({ page }) => page)).toEqual([])
  })

  it(`shares the line with ${MOST_BYTES} bytes at most`, () => {
    expect(pages.filter(({ bytes }) => bytes > MOST_BYTES).map(({ page, bytes }) => `${page}: ${bytes}`)).toEqual([])
  })

  it('waits for no font and no picture', () => {
    expect(pages.flatMap(({ page, named }) => named.filter((address) => !/\.(?:css|js)$/.test(address)).map((address) => `${page}: ${address}`))).toEqual([])
  })

  it('is laid out on the home page without the parts below the first screen', () => {
    const sheet = beforeFirstText('hi/index.html').named.find((address) => address.includes('/home-')) ?? ''
    expect(textOf(sheet.slice(1))).toMatch(/\.home>\.part\{[^}]*content-visibility:auto/)
  })
})
