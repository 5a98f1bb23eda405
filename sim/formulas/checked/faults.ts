/** What is wrong with an argument, in words that go on after its name: "is a bigint of at least 0, got the number 50: pass 50n". */
import { visible } from "../../text/visible.ts";
import type { Shape } from "./kinds.ts";

export interface Fault {
  /** `balances[1]`, `gpu.bandwidth`; nothing of what all arguments stand in. */
  readonly path: string;
  readonly message: string;
}

export function faultsOf(shape: Shape, value: unknown, path: string): readonly Fault[] {
  switch (shape.is) {
    case "optional":
      return value === undefined ? [] : faultsOf(shape.of, value, path);
    case "fields":
      return faultsOfFields(shape.of, value, path);
    case "list":
      return Array.isArray(value) && value.length >= shape.least
        ? value.flatMap((entry, at) => faultsOf(shape.of, entry, `${path}[${at}]`))
        : [{ path, message: refused(shape, value) }];
    default:
      return accepts(shape, value) ? [] : [{ path, message: refused(shape, value) }];
  }
}

function faultsOfFields(of: Readonly<Record<string, Shape>>, value: unknown, path: string): readonly Fault[] {
  const names = Object.keys(of);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const byName = `takes its arguments by name, got ${shown(value)}: pass { ${names.join(", ")} }`;
    return [{ path, message: path === "" ? byName : refused({ is: "fields", of }, value) }];
  }
  const inside = path === "" ? "" : `${path}.`;
  return names.flatMap((name) =>
    faultsOf(of[name]!, (value as Record<string, unknown>)[name], `${inside}${name}`),
  );
}

type Simple = Exclude<Shape, { readonly is: "optional" | "fields" | "list" }>;

function accepts(shape: Simple, value: unknown): boolean {
  switch (shape.is) {
    case "bigint":
    case "whole": {
      const exact = shape.is === "whole" && Number.isSafeInteger(value) ? BigInt(value as number) : value;
      return typeof exact === "bigint" && exact >= (shape.least ?? exact) && exact <= (shape.most ?? exact);
    }
    case "divisor":
      return typeof value === "bigint" && value !== 0n;
    case "number":
      return (
        typeof value === "number" &&
        Number.isFinite(value) &&
        (shape.above ? value > shape.least : value >= shape.least) &&
        value <= shape.most &&
        (!shape.whole || Number.isSafeInteger(value))
      );
    case "word":
      return shape.words.includes(value as string);
    case "flag":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string";
    case "quantity":
      return typeof value === "string" || Number.isFinite(value);
    case "function":
      return typeof value === "function";
  }
}

function refused(shape: Shape, value: unknown): string {
  if (value === undefined) return `is missing: it is ${wordsOf(shape)}`;
  return `is ${wordsOf(shape)}, got ${shown(value)}${wayOut(shape, value)}`;
}

/** The value that was probably meant. */
function wayOut(shape: Shape, value: unknown): string {
  const isOther =
    (shape.is === "bigint" || shape.is === "divisor") && Number.isSafeInteger(value)
      ? `${value}n`
      : shape.is === "number" && typeof value === "bigint"
        ? String(value)
        : undefined;
  return isOther === undefined ? "" : `: pass ${isOther}`;
}

/** What an argument is, with its bounds. */
function wordsOf(shape: Shape): string {
  switch (shape.is) {
    case "bigint":
      return `a bigint${bounds(shape.least, shape.most, "n")}`;
    case "divisor":
      return "a bigint other than 0n";
    case "whole":
      return `a whole number, as a number or a bigint,${bounds(shape.least, shape.most)}`;
    case "number": {
      const least = shape.least === Number.NEGATIVE_INFINITY ? undefined : shape.least;
      const most =
        shape.most === Number.POSITIVE_INFINITY || shape.most === Number.MAX_SAFE_INTEGER
          ? undefined
          : shape.most;
      const kind = shape.whole ? "a number without a fraction" : "a finite number";
      return `${kind}${shape.above ? aboveBounds(shape.least, most) : bounds(least, most)}`;
    }
    case "word":
      return shape.words.map((word) => `"${word}"`).join(" or ");
    case "flag":
      return "true or false";
    case "text":
      return "a text";
    case "quantity":
      return "a finite number or the text of a decimal";
    case "function":
      return "a function";
    case "list":
      return shape.least === 0 ? "a list" : `a list of at least ${shape.least}`;
    case "fields":
      return `an object { ${Object.keys(shape.of).join(", ")} }`;
    case "optional":
      return wordsOf(shape.of);
  }
}

function bounds(least?: bigint | number, most?: bigint | number, suffix = ""): string {
  if (least !== undefined && most !== undefined) return ` from ${least}${suffix} to ${most}${suffix}`;
  if (least !== undefined) return ` of at least ${least}${suffix}`;
  return most === undefined ? "" : ` of at most ${most}${suffix}`;
}

const aboveBounds = (least: number, most?: number): string =>
  ` above ${least}${most === undefined ? "" : ` and at most ${most}`}`;

/** Characters of a text that are shown. */
const MOST_TEXT = 40;

/** A value as its author wrote it. */
function shown(value: unknown): string {
  switch (typeof value) {
    case "bigint":
      return `${value}n`;
    case "string":
      return `the text "${visible(value.slice(0, MOST_TEXT))}${value.length > MOST_TEXT ? "…" : ""}"`;
    case "number":
      return Number.isNaN(value) ? "NaN" : `the number ${value}`;
    case "undefined":
      return "nothing";
    case "function":
      return "a function";
    case "object":
      return value === null ? "null" : Array.isArray(value) ? `a list of ${value.length}` : "an object";
    default:
      return String(value);
  }
}
