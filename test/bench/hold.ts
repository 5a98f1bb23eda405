// Hold model through the full kernel. Usage: hold <pending> <warm-up events> <measured events>; prints events per second.
import { Kernel } from "../../sim/kernel/kernel.ts";
import { Increments } from "./increments.ts";

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
