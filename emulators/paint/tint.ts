// The light of a painted image: every seed and wording has its own, so that two of one scene are two.

/** How far, in degrees, the hues may turn, and the brightness may rise or fall. */
const MOST_TURN = 14
const MOST_LIGHT = 0.08

/** @param palette three bytes a colour  @param words the same seed and words are the same light */
export function tint(palette: Uint8Array, seed: number, words: string): Uint8Array {
  const mixed = [...words].reduce(
    (sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193),
    Math.imul(Math.trunc(seed) ^ 0x5bd1e995, 0x9e3779b1),
  )
  const turn = ((mixed & 0xffff) / 0xffff - 0.5) * 2 * MOST_TURN * (Math.PI / 180)
  const light = 1 + ((mixed >>> 16) / 0xffff - 0.5) * 2 * MOST_LIGHT
  const rows = hueRotation(Math.cos(turn), Math.sin(turn))
  const out = new Uint8Array(palette.length)
  for (let at = 0; at < palette.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = palette.subarray(at, at + 3)
    for (const [channel, [ofRed, ofGreen, ofBlue]] of rows.entries()) {
      out[at + channel] = Math.min(255, Math.max(0, Math.round(light * (ofRed * red + ofGreen * green + ofBlue * blue))))
    }
  }
  return out
}

/** The matrix of `hue-rotate()`. https://www.w3.org/TR/filter-effects-1/#feColorMatrixElement */
function hueRotation(cos: number, sin: number): readonly (readonly [number, number, number])[] {
  return [
    [0.213 + cos * 0.787 - sin * 0.213, 0.715 - cos * 0.715 - sin * 0.715, 0.072 - cos * 0.072 + sin * 0.928],
    [0.213 - cos * 0.213 + sin * 0.143, 0.715 + cos * 0.285 + sin * 0.14, 0.072 - cos * 0.072 - sin * 0.283],
    [0.213 - cos * 0.213 - sin * 0.787, 0.715 - cos * 0.715 + sin * 0.715, 0.072 + cos * 0.928 + sin * 0.072],
  ]
}
