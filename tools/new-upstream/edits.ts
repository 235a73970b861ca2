// The lines that a new upstream adds to files that know all of them.

interface Edit {
  /** Before this text, which stands once in the file. */
  readonly before: string
  readonly lines: string
  /** An import, sorted in behind the others. */
  readonly imports?: string
}

export const EDITS: readonly (Edit & { readonly path: string })[] = [
  { path: 'src/domain/upstream.ts', before: '] as const\nexport type CompanyUpstreamId', lines: "  'acme',\n" },
  {
    path: 'src/upstreams/registry.ts',
    before: '  test: testRegistration,',
    lines: '  acme: acmeRegistration,\n',
    imports: "import { acmeRegistration } from './acme/adapter.ts'\n",
  },
  { path: 'src/catalog/catalog.ts', before: ']\n\nexport const modelById', lines: '  ...acmeModels,\n', imports: "import { acmeModels } from './models/acme.ts'\n" },
  { path: 'emulators/registry.ts', before: '  openIdEmulator,\n]', lines: '  acmeEmulator,\n', imports: "import { acmeEmulator } from './acme/twin.ts'\n" },
  {
    path: 'emulators/settings.ts',
    before: '    OIDC_ISSUER:',
    lines: '    ACME_BASE_URL: `${origin}/acme/v1`,\n    ACME_API_KEY: ACME_EMULATOR_KEY,\n',
    imports: "import { ACME_EMULATOR_KEY } from './acme/twin.ts'\n",
  },
  {
    path: 'test/upstreams/contract-cases.ts',
    before: '  minimax: {\n    mount:',
    lines: `  acme: {
    mount: 'acme',
    submits: /\\/generations$/,
    request: video('acme'),
    hasNo: { progress: ONLY_WORDS, cancel: NO_CANCEL, find: NO_ID_OF_OURS },
    wrongKey: { ACME_API_KEY: 'acme-mistyped-0123456789' },
    // FILL IN: how it says that our balance is empty, and how it refuses what our row let pass.
    emptyBalance: { answer: { status: 402, body: { error: 'no balance' } } },
    invalid: { status: 422, body: { error: 'the prompt is of no use' } },
  },
`,
  },
  {
    path: 'test/upstreams/refusals-of-others.ts',
    before: '  bfl: {\n    submission:',
    lines: `  acme: {
    submission: wish('VIDEO', 'acme-1', { text: 'A lake' }),
    ref: { id: '1' },
    // FILL IN: every word by which it refuses, and who can bring it about.
    cases: rows([['internal error', 500, 'UNAVAILABLE', 'company']], (error) => ({ error })),
  },
`,
  },
  { path: 'test/simulation/cases.ts', before: "  'the best video': {", lines: "  'acme': { weight: 2, asks: { type: 'VIDEO', provider: 'acme' } },\n" },
  {
    path: 'test/simulation/protocols.ts',
    before: '  luma: {\n    submits:',
    lines: `  acme: {
    submits: /^POST \\/acme\\/v1\\/generations$/,
    accepted: /"id":"/,
    names: /"id":"([\\w-]+)"/g,
    ended: new RegExp(\`"status":"failed"|\${GONE}\`),
  },
`,
  },
  { path: 'test/simulation/prices.ts', before: "  luma: ({ of }) =>", lines: '  // FILL IN: its price, from its own list.\n  acme: () => undefined,\n' },
  { path: 'test/simulation/submissions.test.ts', before: "  luma: 'luma',", lines: "  acme: 'acme',\n" },
]

/** @throws where the file no longer has the place once */
export function edited(path: string, text: string, { before, lines, imports }: Edit, named: (text: string) => string): string {
  if (text.split(before).length !== 2) throw new Error(`${path} no longer has one place that reads: ${before}`)
  const added = text.replace(before, () => named(lines) + before)
  if (imports === undefined) return added
  const last = [...added.matchAll(/^import .*\n/gm)].at(-1)
  const at = last ? last.index + last[0].length : 0
  return added.slice(0, at) + named(imports) + added.slice(at)
}
