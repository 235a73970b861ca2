// What Cloudflare asks, in US dollars for a million of each, on the paid plan and beyond what it includes, as of 2026-11-28. Of objects
// (requests, time) and of R2 they were read in developers.cloudflare.com (durable-objects/platform/pricing, r2/pricing); of Workers, D1 and
// queues in others' copies of its pages. A row that an object writes is taken to cost what D1's does.

export const PRICES = {
  requests: { name: 'Worker requests', usdPerMillion: 0.3 },
  cpuMs: { name: 'Worker CPU, ms', usdPerMillion: 0.02 },
  rowsRead: { name: 'D1 rows read', usdPerMillion: 0.001 },
  rowsWritten: { name: 'D1 rows written', usdPerMillion: 1 },
  objectRequests: { name: 'object requests', usdPerMillion: 0.15 },
  objectRowsWritten: { name: 'object rows written', usdPerMillion: 1 },
  objectGbSeconds: { name: 'object GB-s', usdPerMillion: 12.5 },
  queueOperations: { name: 'queue operations', usdPerMillion: 0.4 },
  writes: { name: 'R2 writes (class A)', usdPerMillion: 4.5 },
  reads: { name: 'R2 reads (class B)', usdPerMillion: 0.36 },
} as const satisfies Record<string, { readonly name: string; readonly usdPerMillion: number }>

export type Metered = keyof typeof PRICES
