// Somebody at the portal: comes in at the local issuer, and counts what they press.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { service } from '../../clients/running-service.ts'

/** @param name one of the issuer's own, or anybody else: then without a choice to be made */
export async function enterAs(page: Page, name: string): Promise<void> {
  await page.waitForURL('**/authorize?*')
  const known = page.locator('li a', { hasText: name })
  if ((await known.count()) > 0) return known.click()
  await page.goto(`${page.url()}&login_hint=${name}`)
}

/** What has just been opened takes no key before it is shown: the key would go to what had the focus. */
export async function pressKey(what: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await what.waitFor()
  await what.press(key)
}

export interface Presses {
  readonly count: () => number
  readonly press: (what: Locator) => Promise<void>
}

export function presses(): Presses {
  let pressed = 0
  return {
    count: () => pressed,
    press: async (what) => {
      pressed += 1
      await what.click()
    },
  }
}

/** A secret that is shown once: read, copied, put away. */
export async function takeSecret(page: Page): Promise<string> {
  const secret = await page.locator('[data-secret]').innerText()
  await page.locator('.secret button').click()
  await page.locator('dialog .dialog-foot button').last().click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  return secret
}

/** What a program is answered that holds the key. */
export async function statusWith(key: string): Promise<number> {
  return (await fetch(`${service.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'authorization': `Bearer ${key}` }, body: '{"query":"{ providers { id } }"}' })).status
}

/** What was looked up before is known for up to 30 s: docs/guide/keys.md. */
export async function untilRefused(key: string): Promise<void> {
  const deadlineMs = performance.now() + 40_000
  while ((await statusWith(key)) !== 401) {
    assert.ok(performance.now() < deadlineMs, 'the key still works')
    await sleep(500)
  }
}
