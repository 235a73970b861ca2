// An owner asks for credits and makes an image; a listed person gives the ones, takes down the other, switches a model and a whole company
// off and on, suspends an account, gives another one another plan, opens it again once it was closed, and reads what was earned and who did
// what. Nobody else sees any of it. The owner finds the days of his image's provider.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { accountWords } from '../../../portal/words/dashboard/account.ts'
import { operatorWords } from '../../../portal/words/dashboard/operator.ts'
import { service } from '../../clients/running-service.ts'
import { browserIsMissing, openContext, startBrowser, violationsOf } from './browser.ts'
import { enterAs, pressKey } from './person.ts'

/** Of nobody else's tests, which go on beside these: for a while it is suspended. */
const OWNER = 'omnaowner'
/** Another one, whose account is closed for a while. */
const LEAVER = 'omnaleaver'
/** A company that no other browser test makes anything with. */
const COMPANY = 'vidu'
const MODEL = 'wan-2.2-i2v-flash'
const PAGE = '/en/dashboard/operator/'

describe('the operators\' pages', { skip: browserIsMissing }, () => {
  let browser: Browser
  let owner: Page
  let operator: Page
  let leaver: Page
  before(async () => {
    browser = await startBrowser()
    owner = await signedIn(OWNER, '/en/dashboard/credits/')
    operator = await signedIn('Mira', PAGE)
  })
  after(() => browser.close())

  /** In live mode, at the local issuer. */
  const signedIn = async (who: string, path: string): Promise<Page> => {
    const context = await openContext(browser, { width: 390, theme: 'light' })
    await context.addInitScript(() => localStorage.setItem('mode', 'live'))
    const page = await context.newPage()
    await page.goto(`/auth/sign-in?return_to=${encodeURIComponent(path)}`)
    await enterAs(page, who)
    await page.waitForURL(`**${path}`)
    return page
  }

  const isFine = async (where: string): Promise<void> => {
    assert.deepEqual([where, ...(await violationsOf(operator))], [where])
    assert.ok((await operator.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${where} is wider than the screen`)
  }
  /** Of the dialog that is open; it closes. */
  const confirm = async (): Promise<void> => {
    await pressKey(operator.locator('dialog button[type=submit]'))
    const dialog = operator.locator('dialog')
    await dialog.waitFor({ state: 'detached' }).catch(async () => assert.fail(`it stays open: ${await dialog.innerText()}`))
  }
  /** By the operators' own line, in the page's language. */
  const goTo = (path: string): Promise<void> => operator.locator(`.operator-nav a[href$="/operator/${path}"]`).click()
  const refused = (): Promise<string> => operator.locator('dialog .dash-field .problem').innerText()

  test('settle what an owner asks for, by the keyboard, and are nobody else\'s', { timeout: 90_000 }, async () => {
    await owner.locator('.ask-form input[type=number]').fill('4321')
    await owner.locator('.ask-form textarea').fill('For a film')
    await owner.locator('.ask-form button', { hasText: 'Ask for it' }).click()
    await owner.locator('tbody tr', { hasText: '4,321 credits' }).waitFor()
    assert.ok(await owner.locator('.dash-nav-operator').isHidden())
    assert.equal(await owner.locator('.dash-nav-operator a').count(), 0)
    await owner.goto(PAGE)
    await owner.locator('.problem').waitFor()
    assert.equal(await owner.locator('table, .operator-nav').count(), 0)

    await operator.locator('.dash-nav-operator a[aria-current]').waitFor()
    await operator.reload()
    const ask = operator.locator('tr', { hasText: '4,321 credits' }).first()
    await ask.waitFor()
    await operator.locator('summary', { hasText: 'How each company answers us' }).click()
    assert.match(await operator.locator('details[open] .code').innerText(), /FROM doitong_measures/)
    await isFine('what is to be done')
    await ask.locator('button', { hasText: 'Give it' }).focus()
    await operator.keyboard.press('Enter')
    await operator.locator('dialog textarea').fill('Here you are')
    await isFine('the reply')
    await confirm()

    await owner.goto('/en/dashboard/credits/')
    await owner.locator('tr', { hasText: 'Here you are' }).locator('.tag.back').waitFor()
    await owner.locator('tr', { hasText: 'Given' }).filter({ hasText: '+4,321' }).waitFor()
  })

  test('switch a model off and on again, with a reason', { timeout: 90_000 }, async () => {
    await goTo('switches/')
    await operator.locator('select').selectOption(MODEL)
    await pressKey(operator.locator('.operator-line button'))
    await operator.locator('dialog textarea').fill('Broken at the company')
    await isFine('the switch')
    await confirm()
    const row = operator.locator('tr', { hasText: 'Broken at the company' })
    await row.waitFor()
    assert.equal(await operator.locator(`option[value="${MODEL}"]`).count(), 0)
    await isFine('switches')
    await pressKey(row.locator('button'))
    await operator.locator('dialog textarea').fill('Mended')
    await confirm()
    await row.waitFor({ state: 'detached' })
  })

  test('switch all models of a company off, and on again one by one', { timeout: 180_000 }, async () => {
    const words = operatorWords('en')
    const whole = operator.locator(`option[value="all of ${COMPANY}"]`)
    const models = await operator.locator('optgroup', { has: whole }).locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value).filter((value) => !value.startsWith('all of ')))
    assert.ok(models.length > 1)
    await operator.locator('.operator-line select').selectOption(`all of ${COMPANY}`)
    await pressKey(operator.locator('.operator-line button'))
    await operator.locator('dialog textarea').fill('The whole company is down')
    assert.deepEqual(await operator.locator('dialog .operator-list code').allInnerTexts(), models)
    await isFine('the switch of a company')
    await confirm()
    const off = operator.locator('tr', { hasText: 'The whole company is down' })
    const turnOn = (model: string) => operator.getByRole('button', { name: `${words.turnOn}: ${model}`, exact: true })
    for (const model of models) await turnOn(model).waitFor()
    assert.equal(await off.count(), models.length)
    await whole.waitFor({ state: 'detached' })
    await untilOffered(false)
    await isFine('a company that is off')

    for (const model of models) {
      await pressKey(turnOn(model))
      await operator.locator('dialog textarea').fill('It is up again')
      await confirm()
      await turnOn(model).waitFor({ state: 'detached' })
    }
    assert.equal(await off.count(), 0)
    await untilOffered(true)
  })

  test('take down what a generation made, and are told at the field what is no generation, in Hindi too', { timeout: 90_000 }, async () => {
    const id = await madeImage()
    await owner.goto('/en/dashboard/usage/?by=PROVIDER')
    await owner.locator('th button', { hasText: 'flux-dev' }).click()
    await owner.locator('.chart').waitFor()
    await owner.locator('.dash-actions', { hasText: 'Only of flux-dev' }).waitFor()
    await operator.goto('/hi/dashboard/operator/switches/')
    await pressKey(operator.locator('.dash-section > .button.danger'))
    await operator.locator('dialog input').fill('कुछ और')
    await pressKey(operator.locator('dialog button[type=submit]'))
    assert.match(await refused(), /generation का id दें/)
    await isFine('a refusal')
    await operator.locator('dialog input').fill(id)
    await operator.locator('dialog textarea').fill('शिकायत')
    await confirm()
    await operator.locator('.dash-verdict', { hasText: 'जिन जनरेशन की फ़ाइलें गईं: 1' }).waitFor()
  })

  test('suspend an account only with a reason, and end that', { timeout: 90_000 }, async () => {
    await goTo('accounts/')
    const row = operator.locator('tr', { hasText: OWNER }).first()
    await pressKey(row.locator('.danger'))
    await pressKey(operator.locator('dialog button[type=submit]'))
    assert.match(await refused(), /1 से 500 अक्षर/)
    await operator.locator('dialog textarea').fill('जाँच')
    await confirm()
    await row.locator('.tag.failed').waitFor()
    await isFine('accounts')
    await pressKey(row.locator('button', { hasText: 'फिर चालू करें' }))
    await operator.locator('dialog textarea').fill('सब ठीक')
    await confirm()
    await row.locator('.tag.failed').waitFor({ state: 'detached' })
  })

  test('give an account another plan, with figures of its own, and are told at the field what is none', { timeout: 90_000 }, async () => {
    const words = operatorWords('hi')
    leaver = await signedIn(LEAVER, '/en/dashboard/account/')
    await operator.reload()
    const row = operator.locator('tr', { hasText: LEAVER })
    const change = (): Promise<void> => pressKey(operator.getByRole('button', { name: `${words.plan}: ${LEAVER}`, exact: true }))
    await change()
    await operator.locator('dialog select').selectOption('ENTERPRISE')
    const perMinute = operator.locator('dialog').getByLabel(words.figures.perMinute)
    await perMinute.fill('-1')
    await pressKey(operator.locator('dialog button[type=submit]'))
    await operator.locator('dialog .dash-field .problem').waitFor()
    await isFine('a plan that is refused')
    await perMinute.fill('777')
    await confirm()
    await row.locator('td', { hasText: 'ENTERPRISE' }).waitFor()

    await change()
    assert.equal(await perMinute.inputValue(), '777')
    await operator.locator('dialog select').selectOption('STARTER')
    await confirm()
    await row.locator('td', { hasText: 'STARTER' }).waitFor()
    await isFine('another plan')
  })

  test('open again what its owner has closed', { timeout: 90_000 }, async () => {
    const [words, account] = [operatorWords('hi'), accountWords('en')]
    const id = await accountOf(leaver)
    await leaver.getByRole('button', { name: account.closeAct }).click()
    await leaver.locator('dialog input').fill(LEAVER)
    await leaver.getByRole('button', { name: account.closeNow, exact: true }).click()
    await leaver.locator('.notice', { hasText: id }).waitFor()

    await operator.goto(`/hi/dashboard/operator/accounts/?account=${id}`)
    const row = operator.locator('tr', { hasText: LEAVER })
    await row.locator('.tag', { hasText: words.closed }).waitFor()
    await pressKey(row.locator('button', { hasText: words.reopen }))
    await pressKey(operator.locator('dialog button[type=submit]'))
    assert.match(await refused(), /1 से 500 अक्षर/)
    await operator.locator('dialog textarea').fill('मालिक ने कहा')
    await confirm()
    await row.locator('.tag').waitFor({ state: 'detached' })
    await row.locator('td', { hasText: 'STARTER' }).waitFor()
    await isFine('an account that is open again')

    // Its sessions do not come back: its owner signs in anew, to the same account.
    leaver = await signedIn(LEAVER, '/en/dashboard/account/')
    await leaver.getByRole('button', { name: account.closeAct }).waitFor()
    assert.equal(await accountOf(leaver), id)
  })

  test('see what was earned, and the log, which names the person', { timeout: 90_000 }, async () => {
    await goTo('margin/')
    await operator.locator('tr', { hasText: 'flux-pro-1.1' }).filter({ hasText: '$0.25' }).filter({ hasText: '$0.17' }).waitFor()
    await operator.locator('.notice', { hasText: '1 जनरेशन' }).waitFor()
    await operator.locator('.notice', { hasText: '2 जनरेशन क्रेडिट वापस होने के बाद आईं' }).waitFor()
    await isFine('margin')
    await operator.locator('.segments label', { hasText: 'Provider' }).last().click()
    await operator.locator('h2', { hasText: 'Provider के हिसाब से' }).waitFor()

    await goTo('log/')
    const person = { hasText: 'user-mira' }
    for (const done of ['model.off', 'model.on', 'media.takedown', 'account.suspend', 'account.unsuspend', 'account.update', 'account.reopen', 'ask.grant']) await operator.locator('tr', { hasText: done }).filter(person).first().waitFor()
    await isFine('the log')
    await operator.locator('.dash-filters select').selectOption('model.off')
    await operator.locator('tr', { hasText: 'model.on' }).waitFor({ state: 'detached' })
    await operator.locator('tr', { hasText: 'Broken at the company' }).filter(person).waitFor()
    await operator.locator('tr', { hasText: `${service.emulators}/open-id` }).first().waitFor()
  })

  /** To the owner: a switch holds everywhere within 30 s. */
  const untilOffered = async (isOffered: boolean): Promise<void> => {
    const deadlineMs = performance.now() + 60_000
    while ((await providersOf(owner)).includes(COMPANY) !== isOffered) {
      assert.ok(performance.now() < deadlineMs, `${COMPANY} is ${isOffered ? 'still off' : 'still offered'}`)
      await sleep(500)
    }
  }

  /** @returns the owner's image, once it is completed */
  const madeImage = async (): Promise<string> => {
    const told: { readonly data: { readonly generate: { readonly id: string; readonly status: string } } } = await ask(owner, 'mutation { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "A lotus" } }, wait: 60) { id status } }')
    assert.equal(told.data.generate.status, 'COMPLETED')
    return told.data.generate.id
  }
})

/** By the session of the page. */
const ask = (page: Page, query: string) => page.evaluate(async (asked) => {
  const answer = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: asked }) })
  return answer.json()
}, query)

async function accountOf(page: Page): Promise<string> {
  const told: { readonly data: { readonly me: { readonly id: string } } } = await ask(page, '{ me { id } }')
  return told.data.me.id
}

async function providersOf(page: Page): Promise<readonly string[]> {
  const told: { readonly data: { readonly providers: readonly { readonly id: string }[] } } = await ask(page, '{ providers { id } }')
  return told.data.providers.map(({ id }) => id)
}
