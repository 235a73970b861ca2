// A test key that this tab keeps for its samples, and no longer than the key works.
import { nowMs } from './islands/dashboard/moments.ts'

const KEY = 'test-key'
const PLACEHOLDER = 'YOUR_API_KEY'

export interface TestKey {
  readonly secret: string
  /** RFC 3339. */
  readonly expiresAt: string
}

export const inHours = (hours: number): string => new Date(nowMs() + hours * 3_600_000).toISOString()

export function keptKey(): TestKey | undefined {
  try {
    const key = JSON.parse(sessionStorage.getItem(KEY) ?? '') as TestKey
    return Date.parse(key.expiresAt) > nowMs() ? key : undefined
  } catch {
    return undefined
  }
}

export const keepKey = (key: TestKey): void => sessionStorage.setItem(KEY, JSON.stringify(key))
export const forgetKey = (): void => sessionStorage.removeItem(KEY)

/** Puts it into all code of the page, now and whatever islands write later. */
export function putIntoSamples({ secret }: TestKey): void {
  const put = (): void => {
    for (const code of document.querySelectorAll('pre code')) {
      const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const { currentNode } = walker
        const { nodeValue } = currentNode
        if (nodeValue?.includes(PLACEHOLDER)) currentNode.nodeValue = nodeValue.replaceAll(PLACEHOLDER, secret)
      }
    }
  }
  put()
  new MutationObserver(put).observe(document.body, { subtree: true, childList: true, characterData: true })
}
