/** Veltkamp's constant 2^27 + 1. */
const SPLITTER = 0x800_0001;

/** x × y − fl(x × y), exact (Dekker, A floating-point technique for extending the available precision, 1971). */
export function productError(x: number, y: number, product: number): number {
  const bigX = SPLITTER * x;
  const xHigh = bigX - (bigX - x);
  const xLow = x - xHigh;
  const bigY = SPLITTER * y;
  const yHigh = bigY - (bigY - y);
  const yLow = y - yHigh;
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
}
