// The package has no types of its own: what of it is used.
declare module 'subset-font' {
  interface Wanted {
    readonly targetFormat: 'woff2'
    readonly variationAxes: Readonly<Record<string, number | { readonly min: number; readonly max: number }>>
  }
  export default function subsetFont(font: Uint8Array, letters: string, wanted: Wanted): Promise<Uint8Array>
}
