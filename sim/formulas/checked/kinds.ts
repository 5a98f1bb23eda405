/** What the formulas take, as data: what an argument is, and in what bounds. */

/** An argument of type T; the type is what the compiler holds against the formula's own. */
export interface Kind<T> {
  readonly shape: Shape;
  readonly checks?: (value: T) => T;
}

export type Shape =
  | {
      readonly is: "bigint" | "whole";
      readonly least?: bigint | undefined;
      readonly most?: bigint | undefined;
    }
  | { readonly is: "divisor" }
  | {
      readonly is: "number";
      readonly least: number;
      readonly most: number;
      readonly above?: boolean;
      readonly whole?: boolean;
    }
  | { readonly is: "flag" | "text" | "quantity" | "function" }
  | { readonly is: "word"; readonly words: readonly string[] }
  | { readonly is: "list"; readonly of: Shape; readonly least: number }
  | { readonly is: "fields"; readonly of: Readonly<Record<string, Shape>> }
  | { readonly is: "optional"; readonly of: Shape };

/** A kind for each field of what a formula takes; those that may be left out are `optional`. */
export type KindsOf<Input> = {
  readonly [K in keyof Required<Input>]: Kind<
    {} extends Pick<Input, K> ? Exclude<Input[K], undefined> | undefined : Input[K]
  >;
};

/** An amount, a scaled decimal: a `bigint` of at least 0, unless said otherwise. */
export const units = (least = 0n, most?: bigint): Kind<bigint> => ({ shape: { is: "bigint", least, most } });
/** A `bigint` of either sign. */
export const signed = (): Kind<bigint> => ({ shape: { is: "bigint" } });
/** A `bigint` that something is divided by. */
export const divisor = (): Kind<bigint> => ({ shape: { is: "divisor" } });
/** A height, a count, a time in whole seconds: a number without a fraction, or a `bigint`. */
export const whole = (least: bigint = 0n, most?: bigint): Kind<number | bigint> => ({
  shape: { is: "whole", least, most },
});
/** Farther from 0 than any time, and short enough to print. */
const FAR = 1n << 62n;
/** The same of either sign. */
export const wholeOfEitherSign = (): Kind<number | bigint> => whole(-FAR, FAR);
/** A finite number. */
export const number = (least = 0, most = Number.POSITIVE_INFINITY): Kind<number> => ({
  shape: { is: "number", least, most },
});
export const share = (): Kind<number> => number(0, 1);
/** A finite number above `least`. */
export const above = (least: number, most = Number.POSITIVE_INFINITY): Kind<number> => ({
  shape: { is: "number", least, most, above: true },
});
/** A number without a fraction, where a `bigint` is none: a place in a list, the bits of a compact target. */
export const integer = (least = 0, most = Number.MAX_SAFE_INTEGER): Kind<number> => ({
  shape: { is: "number", least, most, whole: true },
});
export const flag = (): Kind<boolean> => ({ shape: { is: "flag" } });
export const text = (): Kind<string> => ({ shape: { is: "text" } });
/** A number, or the text of a decimal. */
export const quantity = (): Kind<number | string> => ({ shape: { is: "quantity" } });
export const rateOf = (): Kind<(state: number) => number> => ({ shape: { is: "function" } });
export const oneOf = <W extends string>(...words: readonly W[]): Kind<W> => ({
  shape: { is: "word", words },
});
export const list = <T>(of: Kind<T>, least = 0): Kind<readonly T[]> => ({
  shape: { is: "list", of: of.shape, least },
});
export const fields = <T>(of: KindsOf<T>): Kind<T> => ({
  shape: {
    is: "fields",
    of: Object.fromEntries(Object.entries<Kind<any>>(of).map(([name, { shape }]) => [name, shape])),
  },
});
export const optional = <T>(of: Kind<T>): Kind<T | undefined> => ({
  shape: { is: "optional", of: of.shape },
});
