import type { Simulation } from "../../run/simulation.ts";
import { durationText } from "../../units.ts";
import { tableText } from "../terminal/terminal.ts";

/** Values of a column that are printed; `--json` has them all. */
const SHOWN = 12;

/** Where a simulation stands, as data for JSON: states by instance, balances by sector in base units. */
export function stateJson(simulation: Simulation): object {
  const { now, events, states, ledger } = simulation;
  return {
    t: now,
    events,
    states: Object.fromEntries(states.map(({ instance, state }) => [instance, state])),
    balances: ledger.balanceSheet(),
  };
}

/** The same for people: states as indented text, long columns cut. */
export function stateText(simulation: Simulation): string {
  const { now, events, states, ledger } = simulation;
  const balances = ledger
    .balanceSheet()
    .map(({ asset, sector, closing, decimals }) => [sector, asset, decimalText(closing, decimals)]);
  return [
    `State at ${durationText(now)} (${now} s), after event #${events}`,
    ...states.flatMap(({ instance, state }) => [
      "",
      instance,
      indented(JSON.stringify(state, readable, 2) ?? "undefined"),
    ]),
    "",
    ...(balances.length > 0
      ? [tableText(["sector", "asset", "balance"], balances, ["left", "left", "right"])]
      : ["The ledger has no balances."]),
  ].join("\n");
}

function readable(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (!ArrayBuffer.isView(value)) return value;
  const values = Array.from(value as unknown as ArrayLike<number | bigint>, String);
  const rest = values.length > SHOWN ? ` … ${values.length} values` : "";
  return `[${values.slice(0, SHOWN).join(", ")}${rest}]`;
}

const indented = (text: string): string => text.replace(/^/gm, "  ");

/** Base units as an exact decimal number: 1500000000 with 9 decimals is 1.5. */
export function decimalText(units: bigint, decimals: number): string {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}
