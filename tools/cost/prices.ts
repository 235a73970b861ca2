// What Cloudflare asks, in US dollars for a million of each, on the paid plan and beyond what it includes. Read on 2026-11-28 in
// developers.cloudflare.com: workers/platform/pricing, d1/platform/pricing, durable-objects/platform/pricing, queues/platform/pricing, r2/pricing.

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
