import { sha256 } from "@noble/hashes/sha2.js";
import { OrreryError } from "./errors.ts";

/*
 * The text is JSON. What JSON cannot say is an object with one key that begins with a dollar sign:
 *
 *   {"$number":"NaN"}  {"$number":"Infinity"}  {"$number":"-Infinity"}      -0 is JSON's own -0
 *   {"$bigint":"-12"}
 *   {"$Float64Array":"AAAAAAAA8D8="}                                        base64 of little-endian bytes
 *
 * A key of the data that begins with a dollar sign gets a second one.
 */

const TYPED_ARRAYS = [
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
] as const;

type TypedArrayClass = (typeof TYPED_ARRAYS)[number];
type TypedArray = InstanceType<TypedArrayClass>;

const CLASS_OF_PROTOTYPE = new Map<object, TypedArrayClass>(
  TYPED_ARRAYS.map((kind) => [kind.prototype, kind]),
);
const CLASS_OF_TAG = new Map<string, TypedArrayClass>(TYPED_ARRAYS.map((kind) => [`$${kind.name}`, kind]));
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** Nesting beyond this is refused before the engine's stack ends. */
const DEEPEST = 1000;
/** A multiple of three, so that the base64 of the pieces is the base64 of the whole. */
const PIECE = 24_576;

/**
 * The canonical text of plain data: two values have the same text exactly when they are the same data. Keys are
 * sorted by code unit; an object met twice is written twice; every NaN is the same NaN, in typed arrays too.
 *
 * @param value null, booleans, numbers (-0, NaN and the infinities are kept), bigints, strings, typed arrays, arrays
 *   and plain objects of these
 * @returns JSON, in ASCII but for what strings hold
 * @throws OrreryError with the path of what is no plain data: undefined, a function, a symbol, a Map, a Set, an
 *   instance of a class, a hole in an array, a cycle, a key `__proto__`, more than 1,000 levels
 */
export function encode(value: unknown): string {
  return write(value, [], []);
}

/**
 * The data that `encode` wrote; keys may stand in any order.
 *
 * @throws OrreryError when the text is no JSON, holds a tag that `encode` does not write, or a key `__proto__`
 */
export function decode(text: string): unknown {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new OrreryError("The encoded text is not JSON.", [(error as Error).message]);
  }
  return read(raw, []);
}

/** SHA-256, in hex, of the canonical text of plain data. */
export function hash(value: unknown): string {
  return sha256Hex(encode(value));
}

/** SHA-256, in hex, of a column of a table, which may have millions of cells. */
export const columnHash = (column: Float64Array | readonly string[]): string =>
  column instanceof Float64Array
    ? `numbers ${sha256Hex(portableBytes(column as Float64Array<ArrayBuffer>))}`
    : `texts ${sha256Hex(JSON.stringify(column))}`;

/** SHA-256, in hex, of bytes, or of a string in UTF-8. */
export function sha256Hex(content: Uint8Array | string): string {
  const digest = sha256(typeof content === "string" ? new TextEncoder().encode(content) : content);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Path = (string | number)[];

function write(value: unknown, path: Path, ancestors: object[]): string {
  switch (typeof value) {
    case "number":
      return writeNumber(value);
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return `{"$bigint":"${value}"}`;
    case "object":
      return value === null ? "null" : writeObject(value, path, ancestors);
    default:
      throw refusal(path, value === undefined ? "is undefined" : `is a ${typeof value}`);
  }
}

function writeNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return `{"$number":"${value}"}`;
}

function writeObject(value: object, path: Path, ancestors: object[]): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (ArrayBuffer.isView(value)) {
    const kind = CLASS_OF_PROTOTYPE.get(prototype as object);
    if (kind) return `{"$${kind.name}":"${toBase64(portableBytes(value as TypedArray))}"}`;
  }
  if (ancestors.includes(value)) throw refusal(path, "refers back to an object that holds it");
  if (ancestors.length >= DEEPEST) throw refusal(path, `lies deeper than ${DEEPEST} levels`);
  ancestors.push(value);
  const text = Array.isArray(value)
    ? writeArray(value, path, ancestors)
    : writeRecord(value as Record<string, unknown>, prototype, path, ancestors);
  ancestors.pop();
  return text;
}

function writeArray(value: readonly unknown[], path: Path, ancestors: object[]): string {
  let text = "[";
  for (let index = 0; index < value.length; index++) {
    path.push(index);
    if (!(index in value)) throw refusal(path, "is a hole");
    text += (index === 0 ? "" : ",") + write(value[index], path, ancestors);
    path.pop();
  }
  if (Reflect.ownKeys(value).length !== value.length + 1)
    throw refusal(path, "is an array with named properties");
  return `${text}]`;
}

function writeRecord(
  value: Record<string, unknown>,
  prototype: unknown,
  path: Path,
  ancestors: object[],
): string {
  if (prototype !== Object.prototype && prototype !== null) throw refusal(path, `is ${className(prototype)}`);
  const keys = Object.keys(value).sort();
  if (Reflect.ownKeys(value).length !== keys.length)
    throw refusal(path, "has a hidden property or one keyed by a symbol");
  let text = "{";
  for (const key of keys) {
    path.push(key);
    if (key === "__proto__") throw refusal(path, "has a key that stands for the prototype");
    text += `${text === "{" ? "" : ","}${JSON.stringify(key.startsWith("$") ? `$${key}` : key)}:`;
    text += write(value[key], path, ancestors);
    path.pop();
  }
  return `${text}}`;
}

function className(prototype: unknown): string {
  const constructed = (prototype as { constructor?: unknown }).constructor;
  return `an instance of ${typeof constructed === "function" && constructed.name !== "" ? constructed.name : "a class"}`;
}

function read(raw: unknown, path: Path): unknown {
  if (typeof raw !== "object" || raw === null) return raw;
  if (path.length >= DEEPEST) throw unreadable(path, `lies deeper than ${DEEPEST} levels`);
  if (Array.isArray(raw)) return raw.map((element, index) => read(element, [...path, index]));
  const keys = Object.keys(raw);
  const tag = keys.find((key) => key.startsWith("$") && !key.startsWith("$$"));
  const fields = raw as Record<string, unknown>;
  if (tag !== undefined) return readTagged(tag, fields[tag], keys.length, path);
  const value: Record<string, unknown> = {};
  for (const key of keys) {
    const inner = [...path, key];
    if (key === "__proto__") throw unreadable(inner, "has a key that stands for the prototype");
    value[key.startsWith("$") ? key.slice(1) : key] = read(fields[key], inner);
  }
  return value;
}

function readTagged(tag: string, content: unknown, keyCount: number, path: Path): unknown {
  if (keyCount === 1 && typeof content === "string") {
    if (tag === "$bigint" && /^(0|-?[1-9][0-9]*)$/.test(content)) return BigInt(content);
    if (tag === "$number" && /^(NaN|-?Infinity)$/.test(content)) return Number(content);
    const kind = CLASS_OF_TAG.get(tag);
    if (kind) return readTypedArray(kind, content, path);
  }
  throw unreadable(path, `is marked ${tag}, which is no value of the codec`);
}

function readTypedArray(kind: TypedArrayClass, content: string, path: Path): TypedArray {
  const bytes = fromBase64(content);
  if (bytes === undefined || bytes.length % kind.BYTES_PER_ELEMENT !== 0) {
    throw unreadable(path, `is no base64 of a ${kind.name}`);
  }
  if (!LITTLE_ENDIAN) reverseElements(bytes, kind.BYTES_PER_ELEMENT);
  return new kind(bytes.buffer);
}

/** A copy of the elements as little-endian bytes, with one bit pattern for NaN: engines are free to choose theirs. */
function portableBytes(array: TypedArray): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength).slice();
  const floating = array instanceof Float64Array || array instanceof Float32Array;
  if (!LITTLE_ENDIAN) reverseElements(bytes, array.BYTES_PER_ELEMENT);
  if (!floating) return bytes;
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < array.length; index++) {
    if (!Number.isNaN(array[index])) continue;
    if (array.BYTES_PER_ELEMENT === 8) view.setBigUint64(index * 8, 0x7ff8000000000000n, true);
    else view.setUint32(index * 4, 0x7fc00000, true);
  }
  return bytes;
}

function reverseElements(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += PIECE) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + PIECE)));
  }
  return text;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function refusal(path: Path, what: string): OrreryError {
  return new OrreryError(
    `${describe(path)} ${what} and cannot be encoded.`,
    [],
    "Plain data can: null, booleans, numbers, bigints, strings, typed arrays, and arrays and plain objects of these.",
  );
}

function unreadable(path: Path, what: string): OrreryError {
  return new OrreryError(`${describe(path)} ${what} and cannot be decoded.`);
}

function describe(path: Path): string {
  if (path.length === 0) return "The value";
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return `The value at ${steps.join("").replace(/^\./, "")}`;
}
