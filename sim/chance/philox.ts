/**
 * Philox4x32-10: a counter-based generator of 128 random bits for each (counter, key), by ten rounds of
 * multiplication and exchange (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011, doi:10.1145/2063384.2063405; constants and known answers of the authors' library Random123).
 */
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * Writes the four 32-bit words of the block at `counter` (four unsigned words) under `key` (two words) into `block`.
 *
 * The high half of a 32 × 32-bit product is put together from products of 16-bit halves: integers throughout, which
 * took two thirds of the time of a double product that is rounded down.
 */
export function philox(
  block: Uint32Array,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let word0 = counter0 | 0;
  let word1 = counter1 | 0;
  let word2 = counter2 | 0;
  let word3 = counter3 | 0;
  let round0 = key0 | 0;
  let round1 = key1 | 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const high0 = highHalf(word0, MULTIPLIER_0 & 0xffff, MULTIPLIER_0 >>> 16);
    const high1 = highHalf(word2, MULTIPLIER_1 & 0xffff, MULTIPLIER_1 >>> 16);
    const low0 = Math.imul(word0, MULTIPLIER_0);
    const low1 = Math.imul(word2, MULTIPLIER_1);
    word0 = high1 ^ word1 ^ round0;
    word1 = low1;
    word2 = high0 ^ word3 ^ round1;
    word3 = low0;
    round0 = (round0 + WEYL_0) | 0;
    round1 = (round1 + WEYL_1) | 0;
  }
  block[0] = word0;
  block[1] = word1;
  block[2] = word2;
  block[3] = word3;
}

/** Upper 32 bits of the unsigned product of `word` with high × 2^16 + low. */
function highHalf(word: number, low: number, high: number): number {
  const wordLow = word & 0xffff;
  const wordHigh = word >>> 16;
  const lowLow = Math.imul(wordLow, low);
  const highLow = Math.imul(wordHigh, low);
  const lowHigh = Math.imul(wordLow, high);
  const middle = (highLow & 0xffff) + (lowHigh & 0xffff) + (lowLow >>> 16);
  return (Math.imul(wordHigh, high) + (highLow >>> 16) + (lowHigh >>> 16) + (middle >>> 16)) | 0;
}
