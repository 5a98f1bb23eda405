/** Where the transient of a series ends, or why nobody can say. */
export type WarmUp =
  | {
      readonly steady: true;
      /** First sample that belongs to the steady state. */
      readonly index: number;
      /** Its time. */
      readonly time: number;
      /** Mean of the batches from there on. */
      readonly mean: number;
    }
  | {
      readonly steady: false;
      /** Fewer than 50 samples, or the truncation point lies in the second half. */
      readonly reason: "too short" | "no steady state";
    };

const BATCH = 5;
/** A few last batches are alike by chance: truncation there is not looked at (Hoad et al. 2010). */
const LAST_BATCHES = 5;
const FEWEST_SAMPLES = 50;

/**
 * Length of the warm-up by MSER-5: of all truncation points, the one at which the squared standard error of the mean
 * of the rest is least, over means of 5 samples. White, "An effective truncation heuristic for bias reduction in
 * simulation output", Simulation 69 (1997), 323–334; White, Cobb and Spratt, "A comparison of five steady-state
 * truncation heuristics for simulation", Proceedings of the 2000 Winter Simulation Conference, 755–760. A point in the
 * second half says that the series has not settled; the last five batches are not looked at: Hoad, Robinson and
 * Davies, "Automating warm-up length estimation", Journal of the Operational Research Society 61 (2010), 1389–1403.
 *
 * @param series samples at even distances; one without a finite value is left out, and so are the last, if they fill
 *   no batch
 */
export function warmUp(series: { readonly t: ArrayLike<number>; readonly value: ArrayLike<number> }): WarmUp {
  const indices = Array.from(series.value, (_, index) => index).filter((index) =>
    Number.isFinite(series.value[index]!),
  );
  if (indices.length < FEWEST_SAMPLES) return { steady: false, reason: "too short" };
  const means = Array.from({ length: Math.floor(indices.length / BATCH) }, (_, batch) => {
    const inBatch = indices.slice(batch * BATCH, (batch + 1) * BATCH);
    return inBatch.reduce((sum, index) => sum + series.value[index]!, 0) / BATCH;
  });
  const { from, mean } = leastError(means);
  if (from > means.length / 2) return { steady: false, reason: "no steady state" };
  const index = indices[from * BATCH]!;
  return { steady: true, index, time: series.t[index]!, mean };
}

/** The first truncation point of least squared standard error, by Welford's sums taken from the end. */
function leastError(means: readonly number[]): { from: number; mean: number } {
  let best = { from: means.length, mean: Number.NaN };
  let least = Infinity;
  let mean = 0;
  let squares = 0;
  for (let from = means.length - 1; from >= 0; from -= 1) {
    const count = means.length - from;
    const deviation = means[from]! - mean;
    mean += deviation / count;
    squares += deviation * (means[from]! - mean);
    const error = squares / (count * count);
    if (count <= LAST_BATCHES || error > least) continue;
    least = error;
    best = { from, mean };
  }
  return best;
}
