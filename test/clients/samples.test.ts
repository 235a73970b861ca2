// The sample clients of README and the guide: every fenced block that holds a key or a secret to fill in, with host, key and secret replaced.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../tools/local/ports.ts'
import { projectFolder } from '../../tools/local/tools.ts'
import { ask, objectIn } from './graphql.ts'
import { assertMedia } from './media.ts'
import { bashIsMissing, pythonIsMissing, runProgram, writeProgram } from './programs.ts'
import { adapted } from './published.ts'
import { RECEIVERS, SENT, statusOf } from './webhook-receivers.ts'

const SAMPLE = /^```(sh|js|py|go|php)\n([\s\S]*?)^```$/gm

/** By page and language: `README.md sh`. */
const samples: ReadonlyMap<string, string> = new Map(
  ['README.md', ...globSync('docs/guide/*.md', { cwd: projectFolder }).toSorted()].flatMap((page) =>
    [...readFileSync(join(projectFolder, page), 'utf8').matchAll(SAMPLE)].flatMap(([, language, code = '']) => (code.includes('YOUR_') ? [[[page, language].join(' '), code] as const] : [])),
  ),
)

function sample(name: string): string {
  const code = samples.get(name)
  assert.ok(code, `there is no sample ${name}`)
  return adapted(code)
}

let rotated: Promise<string> | undefined
/** Each change would end the one before the last. */
const secretOnce = (): Promise<string> => (rotated ??= ask({ query: 'mutation { webhookSecretRotate { secret } }' }).then((data) => String(objectIn(data, 'webhookSecretRotate')['secret'])))

const linkIn = (printed: string) => /https?:\/\/[^\s"']+\/media\/[^\s"']+/.exec(printed)?.[0]

describe('the samples of README and the guide', { concurrency: true }, () => {
  test('are those that are run here', () => {
    assert.deepEqual([...samples.keys()], ['README.md sh', 'docs/guide/quick-start.md sh', 'docs/guide/quick-start.md js', 'docs/guide/quick-start.md py', 'docs/guide/uploads.md js', 'docs/guide/waiting.md js', 'docs/guide/waiting.md sh', 'docs/guide/webhooks.md js', 'docs/guide/webhooks.md py', 'docs/guide/webhooks.md go', 'docs/guide/webhooks.md php'])
  })

  for (const name of ['README.md sh', 'docs/guide/quick-start.md sh', 'docs/guide/waiting.md sh']) {
    test(name, { skip: bashIsMissing }, async () => {
      const { stdout } = await runProgram('bash', '-euo', 'pipefail', '-c', sample(name))
      assert.match(stdout, /gen_\w+/)
      assert.doesNotMatch(stdout, /"errors"/)
    })
  }

  for (const name of ['docs/guide/quick-start.md js', 'docs/guide/waiting.md js']) test(name, async () => {
    const { stdout } = await runProgram(process.execPath, writeProgram('sample.mjs', sample(name)))
    await assertMedia(linkIn(stdout), '')
  })

  test('docs/guide/quick-start.md py', { skip: pythonIsMissing }, async ({ name }) => {
    const { stdout } = await runProgram('python3', writeProgram('sample.py', sample(name)))
    await assertMedia(linkIn(stdout), '')
  })

  test('docs/guide/uploads.md js', async ({ name }) => {
    const picture = join(projectFolder, 'test/formats/samples/plain-22x34.png.bin')
    const program = writeProgram('sample.mjs', sample(name))
    await assertMedia(linkIn((await runProgram(process.execPath, program, picture)).stdout), '')
    await assertMedia(linkIn((await runProgram(process.execPath, program, picture)).stdout), '')
  })

  for (const { language, skip, start } of RECEIVERS) {
    test(`docs/guide/webhooks.md ${language}`, { skip }, async ({ name }) => {
      const [secret, port] = [await secretOnce(), await freePort()]
      const receiver = await start(sample(name).replace('YOUR_WEBHOOK_SECRET', secret).replace('3000', String(port)), port)
      const url = `http://127.0.0.1:${port}/`
      try {
        await untilAnswered(url)
        const query = 'mutation ($url: String!) { webhookTest(url: $url) { delivered status detail } }'
        assert.deepEqual(objectIn(await ask({ query, variables: { url } }), 'webhookTest'), { delivered: true, status: 204, detail: null })
        assert.deepEqual(await Promise.all(SENT.map((sent) => statusOf(url, secret, sent))), SENT.map(({ status }) => status))
      } finally {
        receiver.kill()
      }
    })
  }
})

/** What carries no signature is refused, so that any answer tells that it listens. */
async function untilAnswered(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const response = await fetch(url, { method: 'POST', body: '{}' }).catch(() => undefined)
    if (response) return assert.equal(response.status, 400)
    await sleep(100)
  }
  assert.fail(`nothing listens at ${url}`)
}
