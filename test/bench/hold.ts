// Hold model through the full kernel. Usage: hold <pending> <warm-up events> <measured events>; prints events per second.
import { Kernel } from "../../sim/kernel/kernel.ts";

/** The upper 12 bits of a linear congruential generator choose among 4096 quantiles of Exp(1), as in hold.cpp. */
class Increments {
  private readonly quantiles = Float64Array.from({ length: 4096 }, (_, i) => -Math.log((i + 0.5) / 4096));
  private state = 1;

  next(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return this.quantiles[this.state >>> 20]!;
  }
}

const [pending, warmUp, measured] = process.argv.slice(2).map(Number) as [number, number, number];
const kernel = new Kernel();
const increments = new Increments();
const deliver = (type: number): void => {
  kernel.schedule(type, increments.next());
};
for (let index = 0; index < pending; index += 1) kernel.schedule(0, increments.next());
kernel.runEvents(warmUp, Infinity, deliver);
const begin = process.hrtime.bigint();
kernel.runEvents(measured, Infinity, deliver);
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(Math.round(measured / seconds));
