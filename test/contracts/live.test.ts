import { describe, expect, test } from "vitest";
import type { Mechanism } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { exampleOf, mechanisms, SEED } from "./worlds.ts";

/** What is said to be settable is read while the run goes on, and not only as it begins. */

/** Read only where something happens that the example does not have: mechanisms' own tests reach them. */
const NOT_IN_THE_EXAMPLE: Readonly<Record<string, readonly string[]>> = {
  // Without a price of the token nothing is billed and nothing sold.
  "consensus/slot-pos": ["soldShare", "usdPerKilowattHour"],
  // No machine comes later.
  "contracts/service-level": ["stakeUsdPerGpu"],
  "verification/redundancy": ["stakeUsdPerGpu"],
  // Nobody is paused.
  "pricing/interruptible-bids": ["storageUsdPerGpuHour"],
  // A price is published.
  "pricing/scheduler": ["usdPerGpuHour"],
  // No node earns more than its working capital.
  "supply/node-shares": ["commission"],
};

type Call = (context: any, ...rest: readonly any[]) => unknown;

/** A mechanism whose handlers, signals and measures tell which parameters they read. */
function watched(mechanism: Mechanism, read: (name: string) => void): Mechanism {
  const seen = (params: object): object =>
    new Proxy(params, {
      get(target, name) {
        read(String(name));
        return Reflect.get(target, name);
      },
    });
  const looking = (context: object): object =>
    new Proxy(context, {
      get(target, name) {
        if (name === "params") return seen(Reflect.get(target, name, target));
        const value = Reflect.get(target, name, target);
        return name === "cancel" ? value.bind(target) : value;
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    });
  const watching =
    (call: Call): Call =>
    (context, ...rest) =>
      call(looking(context), ...rest);
  const each = (calls: object = {}): any =>
    Object.fromEntries(
      Object.entries(calls).map(([name, part]) => [
        name,
        typeof part === "function" ? watching(part) : each(part),
      ]),
    );
  const { on, signals, accrue, adopt, metrics } = mechanism;
  const plain = Object.fromEntries(
    Object.entries(metrics ?? {}).map(([name, metric]) => [
      name,
      Object.fromEntries(
        Object.entries(metric as object).map(([field, part]) => [
          field,
          typeof part === "function" ? watching(part) : part,
        ]),
      ),
    ]),
  );
  return {
    ...mechanism,
    on: each(on),
    ...(signals && { signals: each(signals) }),
    ...(accrue && { accrue: watching(accrue) as NonNullable<Mechanism["accrue"]> }),
    ...(adopt && { adopt: watching(adopt) as NonNullable<Mechanism["adopt"]> }),
    ...(metrics && { metrics: plain as NonNullable<Mechanism["metrics"]> }),
  };
}

describe.each(mechanisms.filter(([, { settable }]) => settable))("in its example, %s", (name, mechanism) => {
  test("reads every parameter that is settable after the run has begun", () => {
    const read = new Set<string>();
    let begun = false;
    const catalogue = new Map(ORRERY).set(
      name,
      watched(mechanism, (param) => begun && read.add(param)),
    );
    const world = resolve(exampleOf(mechanism), catalogue, { name: "example" });
    const simulation = new Simulation(world, catalogue, { design: "base", replication: 0, seed: SEED });
    simulation.runTo({ time: 0 });
    begun = true;
    const settable = Object.keys(mechanism.settable!);
    simulation.runTo({ time: world.until / 2 });
    simulation
      .branch(
        "other",
        Object.fromEntries(settable.map((param) => [`${name}.${param}`, mechanism.settable![param]![0]])),
      )
      .finish();
    expect(settable.filter((param) => !read.has(param))).toEqual(NOT_IN_THE_EXAMPLE[name] ?? []);
  });
});
