/** Exp(1) as in hold.cpp: the upper 12 bits of a linear congruential generator choose among 4096 quantiles. */
export class Increments {
  private readonly quantiles = Float64Array.from({ length: 4096 }, (_, i) => -Math.log((i + 0.5) / 4096));
  private state = 1;

  next(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return this.quantiles[this.state >>> 20]!;
  }
}
