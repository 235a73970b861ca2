// What of the Workers' own globals the sources name that Node's programs import by type.
declare class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(expectedLength: number)
}
