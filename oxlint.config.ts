import { defineConfig } from 'oxlint'
import { forbiddenTo, isFile, LAYERS } from './tools/house/layers.ts'

/** What belongs to the edge and to the platform, not to the domain. */
const EDGE_PACKAGES = ['hono', 'hono/*', 'graphql', 'graphql-http', 'cloudflare:*']
/** They serve requests, read what requests are made of, or are objects of the platform. */
const AT_THE_EDGE: ReadonlySet<string> = new Set(['index', 'app', 'pages', 'http', 'compose', 'graphql', 'services', 'env', 'limits', 'health', 'places'])
const patternOf = (room: string): string => (isFile(room) ? `**/${room}.ts` : `**/${room}/**`)

/** The rooms that browsers have no business in. */
const PURE: ReadonlySet<string> = new Set(['domain', 'catalog', 'routing'])
const PORTAL_MAY_NOT = [...LAYERS.flat().filter((room) => !PURE.has(room)).map((room) => `**/src/${room}${isFile(room) ? '.ts' : '/**'}`), '**/test/**', '**/tools/**', '**/emulators/**']

type Rule = NonNullable<NonNullable<Parameters<typeof defineConfig>[0]['rules']>['no-restricted-imports']>

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  options: { typeAware: true },
  rules: {
    'typescript/no-floating-promises': [
      'error',
      { checkThenables: true, allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'suite', 'describe', 'it'] }] },
    ],
    'typescript/no-misused-promises': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }, 'string'] }],
    'typescript/consistent-return': 'off',
    'consistent-return': 'off',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'no-await-in-loop': 'off',
    'no-console': 'error',
    'no-template-curly-in-string': 'error',
    'no-restricted-globals': ['error', { name: 'fetch', message: 'The network is an effect: only compose.ts may use fetch.' }],
    'no-restricted-properties': [
      'error',
      { property: 'transaction', message: 'D1 has none: it fails at run time. Use database.batch.' },
      { object: 'Date', property: 'now', message: 'Time is an effect: needs.now().' },
      { object: 'Math', property: 'random', message: 'Chance is an effect: needs.newId().' },
    ],
    'max-lines': ['error', { max: 300 }],
    'oxc/no-map-spread': 'off',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  },
  overrides: [
    ...LAYERS.flat().map((room) => ({
      files: [isFile(room) ? `src/${room}.ts` : `src/${room}/**`],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              { group: [...forbiddenTo(room).map(patternOf), '**/test/**', '**/tools/**', '**/emulators/**'], message: `${room} stands below it: see tools/house/layers.ts.` },
              ...(AT_THE_EDGE.has(room) ? [] : [{ group: EDGE_PACKAGES, message: 'The domain knows neither the edge nor the platform.' }]),
            ],
          },
        ] satisfies Rule,
      },
    })),
    {
      files: ['emulators/**'],
      rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['**/src/**', '**/test/**', '**/tools/**'], message: 'A twin shares no code with what is tested against it.' }] }] },
    },
    { files: ['src/**'], rules: { 'typescript/no-unsafe-type-assertion': 'error' } },
    { files: ['src/catalog/models/**', 'src/catalog/providers.ts', 'src/catalog/voices.ts'], rules: { 'max-lines': 'off' } },
    // What the network is for the portal stands in ask.ts alone, and in the worker that stands before it.
    { files: ['portal/ask.ts', 'portal/service-worker.ts'], rules: { 'no-restricted-globals': 'off' } },
    { files: ['portal/**'], rules: { 'no-restricted-imports': ['error', { patterns: [{ group: PORTAL_MAY_NOT, message: 'The portal imports what is pure of src, and no other: domain, catalog, routing.' }] }], 'typescript/no-unsafe-type-assertion': 'off' } },
    { files: ['src/compose.ts'], rules: { 'no-restricted-properties': 'off' } },
    { files: ['emulators/**', 'test/**', 'tools/**', '*.config.ts'], rules: { 'no-restricted-properties': 'off', 'typescript/no-unsafe-type-assertion': 'off' } },
    { files: ['test/clients/**', 'test/sdk/**', 'test/portal/browser/**', 'tools/**'], rules: { 'no-restricted-globals': 'off', 'no-console': 'off' } },
    { files: ['test/simulation/mutants*.ts', 'test/fuzz-documents.ts', 'tools/mutate/equivalent.ts', 'tools/new-upstream/edits.ts'], rules: { 'no-template-curly-in-string': 'off' } },
    { files: ['emulators/worker.ts'], rules: { 'no-console': 'off', 'no-restricted-globals': 'off' } },
  ],
  ignorePatterns: ['migrations', 'portal/samples', 'node_modules', '.wrangler', 'out', 'dist'],
})
