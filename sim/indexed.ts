/**
 * A place in a typed array that whoever declares it answers for: a row of a column, a slot of a heap, a bin; −1 is
 * none. Any number can be declared to be one (`row: Index`), and what a typed array gives at one is a number, where at
 * a bare number it may be undefined. So that a place exists is said once, where it comes from, not at every reading.
 */
export type Index = Place;

/** A numeric enum, as those take any number and their members can name properties. Nothing of it is left at run time. */
declare enum Place {
  none = -1,
  // What is written out, such as the layout of a block of four words.
  p0 = 0,
  p1 = 1,
  p2 = 2,
  p3 = 3,
  p4 = 4,
  p5 = 5,
  p6 = 6,
  p7 = 7,
  p8 = 8,
  p9 = 9,
  p10 = 10,
  p11 = 11,
  p12 = 12,
  p13 = 13,
  p14 = 14,
  p15 = 15,
}

/** What has a `T` at each place. */
export type At<T> = { [I in Place]: T };

declare global {
  interface Float64Array<TArrayBuffer extends ArrayBufferLike> extends At<number> {}
  interface Float32Array<TArrayBuffer extends ArrayBufferLike> extends At<number> {}
  interface Int32Array<TArrayBuffer extends ArrayBufferLike> extends At<number> {}
  interface Int8Array<TArrayBuffer extends ArrayBufferLike> extends At<number> {}
  interface Uint32Array<TArrayBuffer extends ArrayBufferLike> extends At<number> {}
  interface Uint16Array<TArrayBuffer extends ArrayBufferLike> extends At<number> {}
  interface Uint8Array<TArrayBuffer extends ArrayBufferLike> extends At<number> {}
  interface BigUint64Array<TArrayBuffer extends ArrayBufferLike> extends At<bigint> {}
  interface BigInt64Array<TArrayBuffer extends ArrayBufferLike> extends At<bigint> {}
}
