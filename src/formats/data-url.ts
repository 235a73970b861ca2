// Data URLs in base64 (RFC 2397): the one parser. Parameters are legal, as is any letter case, and what MediaRecorder writes is
// `data:audio/webm;codecs=opus;base64,…`. The type they name is only what somebody said: input-type.ts asks the bytes.
import { bytesOfBase64 } from '../domain/base64.ts'

export interface DataUrl {
  /** Lower case, without parameters; may be empty. */
  readonly claimedType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Type, then `;name=value` or `;name="value"` any number of times, then the word and the comma. */
const HEAD = /^\s*data:\s*([^,;\s]*)\s*(?:;\s*[^,;="\s]+\s*=\s*(?:"[^"]*"|[^,;"]*))*;\s*base64\s*,/i
const LONGEST_HEAD = 1024

export const isDataUrl = (text: string): boolean => /^\s*data:/i.test(text.slice(0, LONGEST_HEAD))

/** @returns undefined for what is no data URL in whole base64 (RFC 4648) */
export function readDataUrl(text: string): DataUrl | undefined {
  const head = HEAD.exec(text.slice(0, LONGEST_HEAD))
  const bytes = head ? bytesOfBase64(unescaped(text.slice(head[0].length))) : undefined
  return head && bytes ? { claimedType: (head[1] ?? '').toLowerCase(), bytes } : undefined
}

/** As in any URL, characters may be written as `%3D`. */
function unescaped(base64: string): string {
  return base64.includes('%') ? base64.replace(/%(2b|2f|3d|0a|0d|20)/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : base64
}
