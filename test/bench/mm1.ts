// M/M/1 through mechanisms and events, digest on. Usage: mm1 <customers>; prints customers per second.
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";

const ARRIVAL_RATE = 0.8;

/** Customers per second of computing, of a queue whose run ends after about so many of them. */
function customersPerSecond(customers: number): number {
  const world = [
    { mechanism: "demand/poisson", params: { arrivalRate: ARRIVAL_RATE } },
    { mechanism: "supply/servers", params: {} },
  ];
  const resolved = resolve({ title: "M/M/1", until: customers / ARRIVAL_RATE, world }, ORRERY);
  const begin = process.hrtime.bigint();
  const { summary } = run(resolved, ORRERY, { design: "base" });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  return summary["customers.served"]! / seconds;
}

console.log(Math.round(customersPerSecond(Number(process.argv[2]))));
