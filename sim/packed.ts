import { decode, encode } from "./codec.ts";
import { OrreryError } from "./errors.ts";

/*
 * Plain data as bytes: the codec's text, and behind it the typed arrays as they are, each where the text has
 * {"@": place}. Base64 of them would deflate to a third more. A key of the data that begins with @ gets a second one.
 */

const KINDS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type Kind = keyof typeof KINDS;
type Column = InstanceType<(typeof KINDS)[Kind]>;

/** Bytes in front: the length of the text, little endian. */
const HEAD = 4;
const ALIGNED = 8;

/** Plain data, as `encode` takes it, in bytes of this machine's order: for pages and workers, which all are little endian. */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const columns: Column[] = [];
  const content = withoutColumns(value, columns);
  const text = new TextEncoder().encode(
    encode({ content, columns: columns.map((column) => [column.constructor.name, column.length]) }),
  );
  const starts: number[] = [];
  let end = aligned(HEAD + text.length);
  for (const { byteLength } of columns) {
    starts.push(end);
    end = aligned(end + byteLength);
  }
  const bytes = new Uint8Array(end);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, HEAD);
  columns.forEach(({ buffer, byteOffset, byteLength }, place) => {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), starts[place]!);
  });
  return bytes;
}

/**
 * The data that `pack` wrote.
 *
 * @throws OrreryError where the bytes are cut or are something else
 */
export function unpack(bytes: Uint8Array): unknown {
  try {
    const whole = new Uint8Array(bytes);
    const length = new DataView(whole.buffer).getUint32(0, true);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(whole.subarray(HEAD, HEAD + length));
    const { content, columns } = decode(text) as { content: unknown; columns: [Kind, number][] };
    let end = aligned(HEAD + length);
    const found = columns.map(([kind, count]) => {
      const column = new KINDS[kind](whole.buffer, end, count).slice();
      end = aligned(end + column.byteLength);
      return column;
    });
    return withColumns(content, found);
  } catch (error) {
    throw new OrreryError("The packed data is cut, or something else.", [(error as Error).message]);
  }
}

const aligned = (place: number): number => Math.ceil(place / ALIGNED) * ALIGNED;

function withoutColumns(value: unknown, columns: Column[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return { "@": columns.push(value as Column) - 1 };
  if (Array.isArray(value)) return value.map((part) => withoutColumns(part, columns));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key.startsWith("@") ? `@${key}` : key,
      withoutColumns(part, columns),
    ]),
  );
}

function withColumns(value: unknown, columns: readonly Column[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => withColumns(part, columns));
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === "@") {
    const column = columns[entries[0]![1] as number];
    if (!column) throw new Error("A column is missing.");
    return column;
  }
  return Object.fromEntries(
    entries.map(([key, part]) => [key.startsWith("@") ? key.slice(1) : key, withColumns(part, columns)]),
  );
}

/** Bytes by deflate (RFC 1951), by the streams that pages and Node 20 have. */
export const deflated = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new CompressionStream("deflate-raw"));

/** @throws where the bytes are no whole stream of deflate */
export const inflated = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new DecompressionStream("deflate-raw"));

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return new Uint8Array(await new Response(source.pipeThrough(stream as never)).arrayBuffer());
}
