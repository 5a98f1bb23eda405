/**
 * Transcendental functions with the same bits on every engine. An engine may round `Math.exp` and its kind as it
 * likes, and does (V8's `Math.pow` differs between Node 20 and 24), so a digest would depend on the reader's
 * machine. These are stdlib's ports of FreeBSD's msun and of Cephes, written in the operations that IEEE 754 fixes.
 * Nothing else in `sim/` calls `Math.exp`, `Math.log`, `Math.pow`, `**`, `Math.sin` and their kind; `Math.sqrt` is
 * correctly rounded everywhere and may be called.
 */

import stdlibCos from "@stdlib/math-base-special-cos";
import stdlibExp from "@stdlib/math-base-special-exp";
import stdlibExpm1 from "@stdlib/math-base-special-expm1";
import stdlibGammaln from "@stdlib/math-base-special-gammaln";
import stdlibLn from "@stdlib/math-base-special-ln";
import stdlibLog1p from "@stdlib/math-base-special-log1p";
import stdlibLog10 from "@stdlib/math-base-special-log10";
import stdlibPow from "@stdlib/math-base-special-pow";
import stdlibSin from "@stdlib/math-base-special-sin";
import stdlibTanh from "@stdlib/math-base-special-tanh";
import type { Index } from "./indexed.ts";

/** e to the power of x. */
export const exp: (x: number) => number = stdlibExp;

/** e to the power of x, minus 1, exact for small x too. */
export const expm1: (x: number) => number = stdlibExpm1;

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
float[0] = 1;
/** Which half of a double holds its exponent on this machine. */
const HIGH: Index = words[0] === 0 ? 1 : 0;
const LN2_HIGH = 6.931471803691238e-1;
const LN2_LOW = 1.9082149292705877e-10;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const LARGEST_EXPONENT = 1024;

/** 2^−k at place k + 1022, for every k that a normal number has. */
const REDUCE = new Float64Array(LARGEST_EXPONENT + 1022 + 1);
REDUCE[1022] = 1;
for (let k = 1; k <= 1022; k += 1) REDUCE[1022 - k] = REDUCE[1022 - k + 1]! * 2;
for (let k = 1; k <= LARGEST_EXPONENT; k += 1) REDUCE[1022 + k] = REDUCE[1022 + k - 1]! / 2;

/**
 * Natural logarithm; NaN below 0. The bits of stdlib's port of msun's `e_log.c`, in a third of its time: the argument
 * is reduced by an exact product instead of through its bytes, and the rare cases are left to stdlib. Every exponential
 * variate takes one.
 */
export function ln(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Infinity)) return stdlibLn(x);
  float[0] = x;
  const word = words[HIGH];
  const mantissa = word & 0xfffff;
  // x = 2^k (1 + f) with √½ ≤ 1 + f < √2.
  const k = (word >> 20) - 1023 + ((mantissa + 0x95f64) >> 20);
  const f = x * REDUCE[k + 1022]! - 1;
  if ((0xfffff & (2 + mantissa)) < 3) return stdlibLn(x);
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const r = even + odd;
  if (((mantissa - 0x6147a) | (0x6b851 - mantissa)) > 0) {
    const half = 0.5 * f * f;
    if (k === 0) return f - (half - s * (half + r));
    return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
  }
  if (k === 0) return f - s * (f - r);
  return k * LN2_HIGH - (s * (f - r) - k * LN2_LOW - f);
}

/** Natural logarithm of 1 + x, exact for small x too; NaN below -1. */
export const log1p: (x: number) => number = stdlibLog1p;

/** Logarithm to the base 10; NaN below 0. */
export const log10: (x: number) => number = stdlibLog10;

/** x to the power of y. */
export const pow: (x: number, y: number) => number = stdlibPow;

/** Sine of an angle in radians. */
export const sin: (x: number) => number = stdlibSin;

/** Cosine of an angle in radians. */
export const cos: (x: number) => number = stdlibCos;

/** Hyperbolic tangent. */
export const tanh: (x: number) => number = stdlibTanh;

/** Natural logarithm of the gamma function's absolute value: ln((n − 1)!) at an integer n. */
export const gammaln: (x: number) => number = stdlibGammaln;

/** Square root, correctly rounded by IEEE 754. */
export const sqrt: (x: number) => number = Math.sqrt;
