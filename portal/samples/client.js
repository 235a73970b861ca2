const ENDPOINT = 'https://api.doitong.com/graphql'

async function ask(query, variables, headers = {}) {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'Authorization': 'Bearer YOUR_API_KEY', 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) {
    const [{ message, extensions }] = errors
    throw new Error(`${extensions.code}: ${message}`)
  }
  return data
}

// The same key again is the same generation: a retry is never charged twice.
async function generate(input, idempotencyKey = crypto.randomUUID()) {
  const document = `mutation Generate($input: GenerateInput!) {
    generate(input: $input) { id status provider model creditCost pollAfterMs }
  }`
  return (await ask(document, { input }, { 'Idempotency-Key': idempotencyKey })).generate
}

async function waitFor(id) {
  const document = `query Look($id: ID!) {
    generation(id: $id) { status url refundedCredits pollAfterMs error { code message } }
  }`
  for (;;) {
    const { generation } = await ask(document, { id })
    if (generation.status === 'COMPLETED') return generation
    // Its credits are back by now.
    if (generation.status === 'FAILED') throw new Error(generation.error.message)
    if (generation.status === 'CANCELLED') throw new Error('It was cancelled')
    await new Promise((resolve) => setTimeout(resolve, generation.pollAfterMs))
  }
}

const video = await generate({
  type: 'VIDEO',
  provider: 'minimax',
  input: { text: 'Epic battle scene' },
  options: { duration: 6, resolution: '1080p', style: 'cinematic' },
})
console.log(`${video.provider} costs ${video.creditCost} credits`)
const { url } = await waitFor(video.id)
console.log('Video ready:', url)
