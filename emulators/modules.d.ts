// What the bundlers of wrangler and vitest make of an imported `.bin`: its bytes.
declare module '*.bin' {
  const bytes: ArrayBuffer
  export default bytes
}
