import seedrandom from "seedrandom";
import { registry } from "../../sim/mechanisms/registry.ts";
import type { Mechanism, Use } from "../../sim/model/mechanism.ts";
import { type Catalogue, catalogueOf, mechanismName } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { namesOf, partOf } from "../../sim/scenario/named.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { LARGEST_WEIGHT } from "../../sim/schema/bounds.ts";
import type { Field } from "../../sim/schema/fields.ts";
import { type ColumnSpec, isTable, type Table } from "../../sim/schema/table.ts";

/*
 * Scenarios whose every parameter lies within its bounds: the worlds of the mechanisms' examples, alone, two in one,
 * and in two places with and without joiners, and the shipped scenarios, with some parameters at their edges, far from their defaults, or near them.
 */

/** A scenario, and in words what was drawn. */
export interface Drawn {
  readonly what: string;
  readonly scenario: Scenario;
}

type Draw = () => number;
type Params = Record<string, unknown>;

const MECHANISMS: readonly Mechanism[] = registry.map(({ mechanism }) => mechanism as Mechanism);
/** Shipped scenarios that are small when they are cut short. */
const SHIPPED = [
  "akash-auction",
  "audit-game",
  "azure-inference",
  "bitcoin",
  "flagship",
  "hello",
  "hybrid-burst",
  "idle-gpu",
  "node-shares",
  "region-outage",
  "rent-or-own",
  "spot-market",
  "vast-bids",
];

/** The case of a number under a seed: always the same. */
export async function validWorld(seed: number, number: number): Promise<Drawn> {
  const draw: Draw = seedrandom(`${seed} ${number}`);
  const base = await baseOf(draw);
  const catalogue = catalogueOf(base.scenario);
  const uses = base.scenario.world.map((use) => ({ ...use, params: { ...use.params } as Params }));
  const changed: string[] = [];
  const changes = pick(draw, [1, 1, 1, 2, 2, 3, 8]);
  for (let change = 0; change < changes; change++) {
    const use = pick(draw, uses);
    const name = changeOne(draw, catalogue, use);
    if (name) changed.push(name);
  }
  const until = horizonOf(draw, base.scenario.until);
  const own = base.scenario.assets;
  const assets = draw() < 0.15 && own === undefined ? { token: { decimals: Math.floor(draw() * 19) } } : own;
  return {
    what: `${base.what}, ${until}${assets ? ` ${JSON.stringify(assets)}` : ""}: ${changed.join(", ")}`,
    scenario: { ...base.scenario, ...(assets ? { assets } : {}), until, world: uses },
  };
}

/** Sets a parameter of a use to a value within its bounds, and says so; undefined where it has none to set. */
function changeOne(draw: Draw, catalogue: Catalogue, use: Use & { params: Params }): string | undefined {
  const mechanism = catalogue.get(nameOf(use))!;
  const fields = Object.entries<Field>(mechanism.params);
  if (fields.length === 0) return undefined;
  const [name, field] = pick(draw, fields);
  const value = drawnValue(draw, field, use.params[name] ?? field.default);
  if (value === undefined) return undefined;
  use.params[name] = value;
  return `${mechanism.name}.${name} = ${isTable(value) ? "table" : JSON.stringify(value)}`;
}

/** An example, two examples in one world or each in a place of its own, or a shipped scenario cut short. */
async function baseOf(draw: Draw): Promise<Drawn> {
  const kind = draw();
  if (kind < 0.2) {
    const name = pick(draw, SHIPPED);
    const { scenario } = await loadScenario(name);
    const designs = namesOf(scenario.designs);
    const design = designs.length > 0 ? pick(draw, designs) : "";
    const world = [...scenario.world, ...((partOf(scenario.designs, design) ?? []) as Use[])];
    const { title, assets } = scenario;
    return {
      what: `${name} ${design}`,
      scenario: {
        title,
        ...(assets ? { assets } : {}),
        world,
        until: name === "azure-inference" ? 7_200 : 30 * 86_400,
      },
    };
  }
  const first = pick(draw, MECHANISMS);
  const example = first.example();
  if (kind < 0.55) return { what: first.name, scenario: { title: first.name, until: "10d", ...example } };
  const second = pick(draw, MECHANISMS);
  if (kind < 0.7) return apart(first, second);
  if (kind < 0.8) return joined(draw, first, second);
  const seen = new Set(example.world.map(nameOf));
  const world = [...example.world, ...second.example().world.filter((use) => !seen.has(nameOf(use)))];
  return {
    what: `${first.name} + ${second.name}`,
    scenario: { title: first.name, until: example.until ?? "10d", world },
  };
}

const PLACES = ["north", "south"] as const;
/** What has a place's own asset, where one has. */
const ASSETS = { nth: { decimals: 9, in: "north" }, sth: { decimals: 18, in: "south" } };

/** A use in a place, if it is not in one and joins none. */
const placed = (use: Use, place: string): Use =>
  use.in === undefined && !Object.hasOwn(use.params ?? {}, "places") ? { ...use, in: place } : use;

/** Two examples side by side, each in a place of its own. */
function apart(...both: readonly [Mechanism, Mechanism]): Drawn {
  const world = both.flatMap((each, at) => each.example().world.map((use) => placed(use, PLACES[at]!)));
  const names = both.map(({ name }) => name);
  return {
    what: names.map((name, at) => `${name} in ${PLACES[at]}`).join(" + "),
    scenario: { title: names[0]!, until: both[0].example().until ?? "10d", assets: ASSETS, world },
  };
}

/** What each of two networks has, whose machines and customers are those of both. */
const NETWORK: readonly Use[] = [
  { mechanism: "issuance/genesis", params: {} },
  { mechanism: "consensus/slot-pos", params: { slotsPerBlock: 7_200 } },
  { mechanism: "issuance/fixed", params: { tokensPerDay: 1_000, split: { providers: 1 } } },
  { mechanism: "defi/constant-product", params: {} },
  { mechanism: "pricing/utilisation-indexed", params: {} },
  { mechanism: "pricing/first-come", params: {} },
];
/** Joiners bring these, or the network has them. */
const OWN = /^(?:supply|demand|consensus|pricing|verification)\//;

/** Two networks that owners and customers join, each with what else an example has. */
function joined(draw: Draw, ...both: readonly [Mechanism, Mechanism]): Drawn {
  const world = both.flatMap((each, at) => {
    const seen = new Set(NETWORK.map(nameOf));
    const more = each.example().world.filter((use) => !seen.has(nameOf(use)) && !OWN.test(nameOf(use)));
    return [...NETWORK, ...more].map((use) => placed(use, PLACES[at]!));
  });
  const joiners: Use[] = ["supply/profit-switching", "demand/multi-homing"].map((mechanism) => ({
    mechanism,
    params: { places: PLACES, moves: draw() < 0.7 },
  }));
  const names = both.map(({ name }) => name);
  return {
    what: `joined: ${names.join(" + ")}`,
    scenario: { title: names[0]!, until: "10d", assets: ASSETS, world: [...world, ...joiners] },
  };
}

const nameOf = (use: Use): string => mechanismName(use)!;

function horizonOf(draw: Draw, own: number | string): number | string {
  const kind = draw();
  if (kind < 0.8) return own;
  return pick(draw, [1e-6, 1, 86_399.5, 86_400, 90_061.123457, "40d", "400d", "20y", 9e9]);
}

/** A value within the field's bounds: at an edge, anywhere in between on a log scale, or near what it is. */
function drawnValue(draw: Draw, field: Field, own: unknown): unknown {
  switch (field.kind) {
    case "flag":
      return draw() < 0.5;
    case "choice":
      return pick(draw, field.options!);
    case "number":
    case "integer":
    case "duration":
      return numberOf(draw, field, typeof own === "number" ? own : undefined);
    case "amount": {
      const bounds = { kind: "number", min: field.min, max: field.max ?? 1e18 } as const;
      const whole = Math.round(numberOf(draw, bounds, typeof own === "number" ? own : undefined));
      return pick(draw, [whole, whole, "0.000001", "79228162514.264337", 0]);
    }
    case "weights": {
      const names = Object.keys((own as object) ?? {});
      const weights = names.map((name) => [name, pick(draw, [0, 1e-300, 1e-9, 1, 3, 1e9, LARGEST_WEIGHT])]);
      return Object.fromEntries(weights.length > 0 ? [...weights.slice(1), [names[0], 1]] : [["a", 1]]);
    }
    case "list":
      return Array.isArray(own) && own.length > 0
        ? own.map(() => numberOf(draw, field, pick(draw, own as number[])))
        : undefined;
    case "table":
      return isTable(own) && own.rows > 0 ? tableOf(draw, own, field.columns!) : undefined;
    default:
      return undefined;
  }
}

function numberOf(draw: Draw, { kind, min, max }: Pick<Field, "kind" | "min" | "max">, own?: number): number {
  const low = min ?? pick(draw, [-1e308, -1e9, -1, 0]);
  const high = max ?? pick(draw, [1e308, 1e15, 1e9, 1e6]);
  const how = draw();
  const least = Math.max(low, Math.min(1e-9, high));
  const value =
    how < 0.25
      ? low
      : how < 0.5
        ? high
        : how < 0.8 || own === undefined
          ? Math.exp(Math.log(least) + draw() * (Math.log(high) - Math.log(least)))
          : own * (0.5 + 1.5 * draw());
  const within = Math.min(high, Math.max(low, Number.isFinite(value) ? value : high));
  return kind === "integer" ? Math.min(high, Math.max(Math.ceil(low), Math.round(within))) : within;
}

/** The table with one of its columns of numbers, or one cell of it, at other values. */
function tableOf(draw: Draw, own: Table, columns: Readonly<Record<string, ColumnSpec>>): Table | undefined {
  const able = Object.entries(columns).filter(
    ([name, { type, sorted }]) => type === "number" && !sorted && own.columns[name] instanceof Float64Array,
  );
  if (able.length === 0) return undefined;
  const [name, spec] = pick(draw, able);
  const cells = Float64Array.from(own.columns[name] as Float64Array);
  const value = (): number =>
    numberOf(
      draw,
      { kind: spec.whole ? "integer" : "number", min: spec.min, max: spec.max },
      cells[Math.floor(draw() * cells.length)],
    );
  if (draw() < 0.5) cells.fill(value());
  else cells[Math.floor(draw() * cells.length)] = value();
  return { ...own, path: "(given in place)", sha256: "", columns: { ...own.columns, [name]: cells } };
}

const pick = <T>(draw: Draw, from: readonly T[]): T => from[Math.floor(draw() * from.length)]!;
