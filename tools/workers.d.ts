// What of the Workers' own globals the sources name that Node's programs import by type.
declare class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(expectedLength: number)
}

/** What the benchmark's Workers use of it. */
declare module 'cloudflare:workers' {
  export class DurableObject {
    protected readonly ctx: { readonly storage: { readonly kv: { get(name: string): unknown; put(name: string, value: unknown): void } } }
  }
}
