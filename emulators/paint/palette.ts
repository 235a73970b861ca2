// The colours of a painted image: 256 steps between two hues that the seed chooses.

export type Rgb = readonly [red: number, green: number, blue: number]
export type Palette = readonly Rgb[]

/** @param seed any number; the same seed is the same picture */
export function paletteOf(seed: number): Palette {
  const mixed = Math.imul(Math.trunc(seed) ^ 0x5bd1e995, 0x9e3779b1) >>> 0
  const from = mixed % 360
  const turn = 60 + ((mixed >>> 16) % 100)
  return Array.from({ length: 256 }, (_, step) => {
    const along = step / 255
    return rgbOf(from + turn * along, 0.55 + 0.15 * along, 0.35 + 0.4 * along)
  })
}

/** Hue in degrees, saturation and lightness 0 to 1. The CSS Color 4 conversion. */
function rgbOf(hue: number, saturation: number, lightness: number): Rgb {
  const spread = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number): number => {
    const sector = (offset + hue / 30) % 12
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(sector - 3, 9 - sector, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}
