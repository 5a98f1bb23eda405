import { run as simulate } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Row } from "./suite.ts";

export const name = "inference";

const REQUESTS = 1_000_000;
const ARRIVAL_RATE = 4;

/** Requests that are routed by price to endpoints that batch them and follow load: five events each. */
export function run(): Row[] {
  const scenario = resolve(
    {
      title: "a million requests",
      until: REQUESTS / ARRIVAL_RATE,
      world: [
        { mechanism: "demand/inference", params: { arrivals: "poisson", arrivalRate: ARRIVAL_RATE } },
        { mechanism: "pricing/price-routing", params: {} },
        { mechanism: "supply/endpoints", params: { autoscale: "reactive" } },
      ],
    },
    ORRERY,
  );
  const start = performance.now();
  const { summary } = simulate(scenario, ORRERY, { design: "base" });
  const seconds = (performance.now() - start) / 1000;
  return [
    {
      measure: "a million requests",
      value: (seconds * REQUESTS) / summary["requests.arrived"]!,
      unit: "s",
      atMost: 30,
    },
    {
      measure: "served of them",
      value: summary["requests.served"]! / summary["requests.arrived"]!,
      unit: "",
      atLeast: 0.99,
    },
  ];
}
