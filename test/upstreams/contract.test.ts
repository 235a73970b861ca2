// Every company's upstream, by its description in contract-cases.ts. One without a description fails here. The built-in
// test upstream has no wire protocol, key or balance to describe: test/jobs/test-keys.test.ts shows all it does.
import { expect, it } from 'vitest'
import { UPSTREAM_IDS } from '../../src/domain/upstream.ts'
import type { UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { upstreamContract } from './contract.ts'
import { contractCases } from './contract-cases.ts'

it('every registered upstream but the built-in one is described, and none that is not', () => {
  const builtIn = Object.entries<UpstreamRegistration>(registrations).filter(([, registration]) => registration.isBuiltIn).map(([id]) => id)
  expect(builtIn).toEqual(['test'])
  expect([...Object.keys(contractCases), ...builtIn].toSorted()).toEqual(Object.keys(registrations).toSorted())
})

for (const id of UPSTREAM_IDS) upstreamContract(id, contractCases[id])
