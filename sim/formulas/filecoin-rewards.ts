/**
 * What a Filecoin epoch creates (filecoin-project/specs-actors v8, `actors/builtin/reward/reward_logic.go` and
 * `actors/util/math/expneg.go`). Q.128: a number × 2^128; amounts in attoFIL, 10^−18 FIL; power in bytes.
 */
import { powerOfTen } from "../exact-decimal.ts";
import { expm1, ln, log1p } from "../math.ts";
import { finite, smaller, type Whole, whole } from "./integers.ts";

const Q128 = 128n;
const ONE = 1n << Q128;
const ATTO = powerOfTen(18);
/** Most that the simple part and the baseline part create, ever. */
const SIMPLE_TOTAL = 330_000_000n * ATTO;
const BASELINE_TOTAL = 770_000_000n * ATTO;
/** ln 2 / (epochs in six years), and e to it less 1; Q.128. */
const LAMBDA = 37_396_271_439_864_487_274_534_522_888_786n;
const EXP_LAMBDA_LESS_ONE = 37_396_273_494_747_879_394_193_016_954_629n;
/** Growth of the baseline by the epoch, doubling in a year; Q.128. */
const BASELINE_GROWTH = 340_282_591_298_641_078_465_964_189_926_313_473_653n;
/** Bytes of the baseline at the launch. */
const BASELINE_START = 2_888_888_880_000_000_000n;

/** e^−x is the quotient of two polynomials in x; coefficients in Q.128, highest power first. */
const NUMERATOR = [
  -648_770_010_757_830_093_818_553_637_600n,
  67_469_480_939_593_786_226_847_644_286_976n,
  -3_197_587_544_499_098_424_029_388_939_001_856n,
  89_244_641_121_992_890_118_377_641_805_348_864n,
  -1_579_656_163_641_440_567_800_982_336_819_953_664n,
  17_685_496_037_279_256_458_459_817_590_917_169_152n,
  -115_682_590_513_835_356_866_803_355_398_940_131_328n,
  ONE,
];
const DENOMINATOR = [
  1_225_524_182_432_722_209_606_361n,
  114_095_592_300_906_098_243_859_450n,
  5_665_570_424_063_336_070_530_214_243n,
  194_450_132_448_609_991_765_137_938_448n,
  5_068_267_641_632_683_791_026_134_915_072n,
  104_716_890_604_972_796_896_895_427_629_056n,
  1_748_338_658_439_454_459_487_681_798_864_896n,
  23_704_654_329_841_312_470_660_182_937_960_448n,
  259_380_097_567_996_910_282_699_886_670_381_056n,
  2_250_336_698_853_390_384_720_606_936_038_375_424n,
  14_978_272_436_876_548_034_486_263_159_246_028_800n,
  72_144_088_983_913_131_323_343_765_784_380_833_792n,
  224_599_776_407_103_106_596_571_252_037_123_047_424n,
  ONE,
];

const polynomial = (coefficients: readonly bigint[], x: bigint): bigint =>
  coefficients.reduce((sum, coefficient) => ((sum * x) >> Q128) + coefficient);

/** e^−x; x from 0 to 5 or so, both in Q.128. */
export function filecoinExpNeg(x: bigint): bigint {
  return (polynomial(NUMERATOR, x) << Q128) / polynomial(DENOMINATOR, x);
}

/** Q.128 attoFIL: the sum of all simple rewards falls by half every six years. */
const simpleReward = (epoch: Whole): bigint =>
  (SIMPLE_TOTAL * EXP_LAMBDA_LESS_ONE * filecoinExpNeg(whole("epoch", epoch) * LAMBDA)) >> Q128;

/** Q.128 attoFIL that the baseline part has created at this effective time (Q.128 epochs). */
const baselineSupply = (theta: bigint): bigint =>
  BASELINE_TOTAL * (ONE - filecoinExpNeg((theta * LAMBDA) >> Q128));

/** AttoFIL of the simple part in an epoch (30 s) since the launch, for all its leaders. */
export function filecoinSimpleReward({ epoch }: { readonly epoch: Whole }): bigint {
  return simpleReward(epoch) >> Q128;
}

/** Least exponent, Q.128, beyond which the quotient of polynomials is not e^−x any more; and ln 2. */
const WIDEST = 5n * ONE;
const LN_2 = LAMBDA * 6_307_200n;

/** e^−x for any x: what is beyond the quotient's reach is halved. */
function expNeg(x: bigint): bigint {
  if (x <= WIDEST) return filecoinExpNeg(x);
  const halvings = x / LN_2;
  return filecoinExpNeg(x - halvings * LN_2) >> halvings;
}

/** AttoFIL of the simple part in all epochs from one to before another, in one sum that is cut once. */
export function filecoinSimpleMinted(input: { readonly from: Whole; readonly to: Whole }): bigint {
  const from = whole("from", input.from);
  const to = whole("to", input.to, from);
  const falls = expNeg(from * LAMBDA) - expNeg(to * LAMBDA);
  return (SIMPLE_TOTAL * (((ONE + EXP_LAMBDA_LESS_ONE) * falls) >> Q128)) >> Q128;
}

/** Growth of the baseline in an epoch, as a rate that compounds continuously: ln 2 in a year of 365 days. */
const BASELINE_RATE = Math.LN2 / 1_051_200;

/**
 * Effective network time, in epochs, after `epochs` more of a steady power: the sums of the source as integrals, for
 * steps of many epochs. Power counts up to the baseline of its time; effective time is where the baseline would have
 * got with what was counted.
 */
export function filecoinBaselineTime(input: {
  readonly effectiveEpochs: number;
  /** Epoch at which the step begins, and how many it has. */
  readonly epoch: number;
  readonly epochs: number;
  /** Bytes, the same in the whole step. */
  readonly power: number;
}): number {
  const { epoch, epochs } = input;
  const start = Number(BASELINE_START);
  const power = finite("power", input.power);
  const grown = (rate: number): number => expm1(BASELINE_RATE * rate);
  // Epochs of the step after which the baseline is above the power.
  const below = power <= start ? 0 : Math.min(Math.max(ln(power / start) / BASELINE_RATE - epoch, 0), epochs);
  const sum = (start / BASELINE_RATE) * (grown(epoch + below) - grown(epoch)) + power * (epochs - below);
  const counted = grown(finite("effectiveEpochs", input.effectiveEpochs)) + (sum * BASELINE_RATE) / start;
  return log1p(counted) / BASELINE_RATE;
}

export interface EffectiveTimes {
  /** Effective network time, in epochs, at the epoch before; Q.128. */
  readonly thetaPrevious: bigint;
  /** The same now; Q.128. */
  readonly theta: bigint;
}

/** AttoFIL of the baseline part in an epoch: what effective time has passed. */
export function filecoinBaselineReward({ thetaPrevious, theta }: EffectiveTimes): bigint {
  return (baselineSupply(theta) - baselineSupply(thetaPrevious)) >> Q128;
}

/** AttoFIL of both parts, cut once: what an epoch hands to its leaders, a fifth to each expected one. */
export function filecoinReward(input: EffectiveTimes & { readonly epoch: Whole }): bigint {
  const baseline = baselineSupply(input.theta) - baselineSupply(input.thetaPrevious);
  return (simpleReward(input.epoch) + baseline) >> Q128;
}

/** Where the network stands against its baseline; plain data. */
export interface BaselineState {
  /** Bytes that the baseline asks for in this epoch, and at the effective time. */
  readonly baseline: bigint;
  readonly effectiveBaseline: bigint;
  /** Whole epochs of effective time. */
  readonly effectiveTime: bigint;
  /** Sum over the epochs of power, counted up to the baseline; and of the baseline up to the effective time. */
  readonly realized: bigint;
  readonly required: bigint;
}

/** The state before the first epoch: the baseline one step below its start. */
export function filecoinLaunch(start = BASELINE_START): BaselineState {
  const before = ((start << (2n * Q128)) / BASELINE_GROWTH) >> Q128;
  return { baseline: before, effectiveBaseline: before, effectiveTime: 0n, realized: 0n, required: 0n };
}

/** The state after an epoch in which the network had this power, in bytes: effective time passes only as power is there. */
export function filecoinAdvance(state: BaselineState, power: bigint): BaselineState {
  const baseline = grown(state.baseline);
  const realized = state.realized + smaller(baseline, power);
  let { effectiveBaseline, effectiveTime, required } = state;
  while (realized > required) {
    effectiveTime += 1n;
    effectiveBaseline = grown(effectiveBaseline);
    required += effectiveBaseline;
  }
  return { baseline, effectiveBaseline, effectiveTime, realized, required };
}

const grown = (power: bigint): bigint => (power * BASELINE_GROWTH) >> Q128;

/** Effective network time with its fraction of an epoch; Q.128. */
export function filecoinEffectiveTime(state: Omit<BaselineState, "baseline">): bigint {
  const { effectiveTime, effectiveBaseline, realized, required } = state;
  if (effectiveTime === 0n) return 0n;
  return (effectiveTime << Q128) - ((required - realized) << Q128) / effectiveBaseline;
}
