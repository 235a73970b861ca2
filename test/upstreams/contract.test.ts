// Every registered upstream, by its description in contract-cases.ts. One without a description fails here.
import { expect, it } from 'vitest'
import { UPSTREAM_IDS } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { upstreamContract } from './contract.ts'
import { contractCases } from './contract-cases.ts'

it('every registered upstream is described, and none that is not', () => {
  expect(Object.keys(contractCases).toSorted()).toEqual(Object.keys(registrations).toSorted())
})

for (const id of UPSTREAM_IDS) upstreamContract(id, contractCases[id])
