// `npm run admin` as an operator types it, against the running service.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { PIPED, runTool } from '../../tools/local/tools.ts'
import { service } from './running-service.ts'

const MOST_COLUMNS = 100
/** Deprecated: nobody is given it unasked, so that the other tests do not miss it. */
const MODEL = 'seedance-1.5-pro'

async function admin(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const own = { DOITONG_URL: service.url, DOITONG_ADMIN_KEY: service.adminKey, ...environment }
  const { code, stdout, stderr } = await runTool('node', ['tools/admin.ts', ...words], { stdio: PIPED, environment: own })
  for (const line of stdout.split('\n')) assert.ok([...line].length <= MOST_COLUMNS || line.startsWith('INSERT'), `too wide: ${line}`)
  return { code, stdout, stderr }
}

/** What it prints when all is well. */
async function done(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await admin(words)
  assert.equal(code, 0, stderr)
  assert.equal(stderr, '')
  return stdout
}

const Created = v.object({ id: v.string(), secret: v.string(), keys: v.tuple([v.object({ id: v.string() })]) })
const Moved = v.object({ from: v.string(), to: v.string(), stage: v.string() })
const Log = v.object({ edges: v.array(v.object({ node: v.object({ action: v.string() }) })) })

describe('npm run admin', { concurrency: true }, () => {
  test('an account from its making to its last key, and the log of it', async () => {
    const { id, secret, keys: [key] } = v.parse(Created, JSON.parse(await done('account', 'create', '--name', 'Asha Studio', '--plan', 'enterprise', '--credits', '5000', '--json')))
    assert.match(await done('accounts'), new RegExp(`^${id} +Asha Studio +ENTERPRISE +5,000 +\\d{4}-\\d\\d-\\d\\d$`, 'm'))
    assert.match(await done('account', 'set', id, '--per-minute', '500', '--per-day', 'none', '--retention-days', '400'), /500 a minute, no limit a day\n.*400 days/)
    assert.match(await done('account', 'set', id, '--plan', 'pro'), /Own limits +none/)
    const grant = ['grant', id, '2500', '--kind', 'top-up', '--note', 'Invoice 7', '--key', 'invoice-7']
    assert.match(await done(...grant), /^TOP_UP 2,500 made\. \S+ has 7,500 credits/)
    assert.match(await done(...grant), /^TOP_UP 2,500 made before, .+ has 7,500 credits/)
    assert.match(await done('grant', id, '-500', '--kind', 'adjustment'), /has 7,000 credits/)
    assert.match(await done('revoke', id, key.id, '--reason', 'Leaked'), /was revoked/)
    const shown = await done('account', id)
    assert.match(shown, /revoked/)
    assert.ok(!shown.includes(secret))
    const { edges } = v.parse(Log, JSON.parse(await done('log', '--account', id, '--json')))
    assert.deepEqual(edges.map(({ node }) => node.action), ['key.revoke', 'credits.grant', 'credits.grant', 'account.update', 'account.update', 'account.create'])
    assert.match(await done('log', '--account', id), /plan ENTERPRISE → PRO/)
  })

  test('an account moves to the other database, and its key goes on', { timeout: 230_000 }, async () => {
    assert.match(await done('shards'), /^DB .+ of 10,000 MB\nDB_1 .+ of 10,000 MB\n$/)
    const { id, secret } = v.parse(Created, JSON.parse(await done('account', 'create', '--name', 'On the move', '--plan', 'pro', '--credits', '5000', '--json')))
    const ask = async (query: string): Promise<unknown> => (await fetch(`${service.url}/graphql`, { method: 'POST', headers: { 'authorization': `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify({ query }) })).json()
    const move = async (to: string) => v.parse(Moved, JSON.parse(await done('move', id, to, '--reason', 'room', '--json')))
    // It is where there was most room: there it stays, and the other one is where it goes.
    const to = (await move('DB')).from === 'DB' ? 'DB_1' : 'DB'
    let { stage } = await move(to)
    while (stage !== 'DELETE') {
      await setTimeout(2000)
      stage = (await move(to)).stage
    }
    assert.match(await done('move', id, to, '--reason', 'room'), /is there; what was left behind is deleted in an hour/)
    assert.deepEqual(await ask('{ me { id credits } }'), { data: { me: { id, credits: 5000 } } })
  })

  test('a model off and on again', async () => {
    assert.match(await done('model', 'off', MODEL, '--reason', 'It flickers'), new RegExp(`^${MODEL} +\\S+ \\S+ +It flickers$`, 'm'))
    assert.match(await done('models'), /It flickers/)
    assert.match(await done('model', 'on', MODEL), /is on/)
  })

  test('what goes wrong is one line and an exit code', async () => {
    const wrong: readonly (readonly [string, number, RegExp, NodeJS.ProcessEnv?])[] = [
      ['account set acct_demo_pro --per-minute 5', 1, /^INVALID_INPUT \(input\.limits\.perMinute\): .+ \[req_\w+\]\n$/],
      ['account acct_none', 1, /^NOT_FOUND: /],
      ['model off no-such-model', 1, /^INVALID_INPUT \(model\): /],
      ['accounts', 1, /^FORBIDDEN: .+ \[req_\w+\]\n$/, { DOITONG_ADMIN_KEY: service.keys.pro }],
      ['grant acct_demo_pro 5', 1, /does not answer: .+ Repeat it with --key \S+\n$/, { DOITONG_URL: 'http://127.0.0.1:1' }],
      ['accounts', 2, /must be https, or http on this machine/, { DOITONG_URL: 'http://api.example.com' }],
      ['accounts', 2, /must be https, or http on this machine/, { DOITONG_URL: 'http://127.0.0.1.example.com' }],
      ['accounts', 2, /must be https, or http on this machine/, { DOITONG_URL: 'ftp://127.0.0.1' }],
      ['accounts', 2, /must be https, or http on this machine/, { DOITONG_URL: 'api.example.com' }],
      ['accounts', 1, /does not answer/, { DOITONG_URL: 'http://localhost:1' }],
      ['grant acct_demo_pro', 2, /^It is: npm run admin -- grant <id> <credits>\n$/],
      ['grant acct_demo_pro many', 2, /whole number/],
      ['accounts --bogus', 2, /^Unknown option '--bogus'/],
      ['nonsense', 2, /no command "nonsense"/],
      ['accounts', 2, /^Set DOITONG_ADMIN_KEY too\.\n$/, { DOITONG_ADMIN_KEY: '' }],
    ]
    for (const [words, exitCode, line, environment] of wrong) {
      const { code, stdout, stderr } = await admin(words.split(' '), environment)
      assert.deepEqual([words, code, stdout], [words, exitCode, ''])
      assert.match(stderr, line)
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr)
    }
  })

  test('the help lists all commands, and bootstrap prints SQL without the key', async () => {
    assert.match(await done(), /account set <id>/)
    const { stdout, stderr } = await admin(['bootstrap'])
    const key = /dt_live_\w+/.exec(stderr)?.[0] ?? ''
    assert.ok(stdout.includes(createHash('sha256').update(key).digest('hex')))
    assert.ok(!stdout.includes(key))
  })

  test('alarms are listed, and closed by kind and subject', async () => {
    assert.match(await done('alarms', '--all'), /Nothing is to be mended|in the hour, last/)
    assert.match(await done('alarms', 'close', 'upstream-key', 'nobody', '--reason', 'A new key'), /^No UPSTREAM_KEY of nobody is open now\./)
    const { code, stderr } = await admin(['alarms', 'close', 'nothing', 'nobody'])
    assert.notEqual(code, 0)
    assert.match(stderr, /INVALID_INPUT/)
  })

  test('what owners ask for is listed, and an unknown ask is told', async () => {
    assert.match(await done('asks', '--all'), /Nothing is asked for|open|GRANTED|DECLINED/)
    const { code, stderr } = await admin(['ask', 'grant', 'ask_nobody'])
    assert.equal(code, 1)
    assert.match(stderr, /^NOT_FOUND/)
  })
})
