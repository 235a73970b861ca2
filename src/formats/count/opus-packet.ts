// How long an Opus packet plays (RFC 6716, section 3.1): its first byte tells the length and number of its frames.

/** By the configuration: SILK, hybrid, CELT. In milliseconds. */
const SILK_MS = [10, 20, 40, 60] as const
const HYBRID_MS = [10, 20] as const
const CELT_MS = [2.5, 5, 10, 20] as const

/** Seconds; 0 for an empty packet. */
export function opusSeconds(packet: Uint8Array): number {
  const [first, second = 0] = packet
  if (first === undefined) return 0
  const configuration = first >>> 3
  const table = configuration < 12 ? SILK_MS : configuration < 16 ? HYBRID_MS : CELT_MS
  const frameMs = table[configuration % table.length] ?? 0
  const code = first & 3
  const frames = code === 0 ? 1 : code === 3 ? second & 0x3f : 2
  return (frames * frameMs) / 1000
}
