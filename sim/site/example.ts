import { OrreryError } from "../errors.ts";
import { measuresOf } from "../model/measures.ts";
import type { Mechanism } from "../model/mechanism.ts";
import { luckOf } from "../run/run.ts";
import { Simulation } from "../run/simulation.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import { resolve } from "../scenario/resolve.ts";
import type { ResolvedScenario, ResolvedUse, ResolvedWhatIf } from "../scenario/scenario.ts";
import { vary } from "../scenario/vary.ts";
import { NUMERIC } from "../scenario/what-if.ts";
import type { Field, Fields } from "../schema/fields.ts";

/** More sliders than this are a list that nobody reads. */
const MOST_SLIDERS = 8;

/** The design of a scenario that names none. */
const DESIGN = "base";

/**
 * The smallest world of a mechanism as a scenario: its own measures come first, and its own parameters have sliders.
 *
 * @param catalogue of the mechanism and of those that its example names
 */
export function exampleScenario(mechanism: Mechanism, catalogue: Catalogue): ResolvedScenario {
  const { name, example } = mechanism;
  const { world, until = "10d" } = example();
  const scenario = { title: `Example of ${name}`, until, world, figures: ["overview"] };
  const plain = resolve(scenario, catalogue, { name: name.replaceAll("/", "-") });
  const own = plain.designs[0]!.uses.filter((use) => use.mechanism === name);
  const measures = own.flatMap((use) =>
    measuresOf(mechanism, use.params, use).map((measure) => measure.name),
  );
  const asked = { ...plain, measures: [...new Set(measures)] };
  return { ...asked, whatIf: own.slice(0, 1).flatMap((use) => rangesOf(use, mechanism, asked, catalogue)) };
}

/** Parameters that a reader may move: within the range that is thought plausible, else from half to twice the example's value. */
function rangesOf(
  { id, params }: ResolvedUse,
  mechanism: Mechanism,
  resolved: ResolvedScenario,
  catalogue: Catalogue,
): ResolvedWhatIf[] {
  const found: ResolvedWhatIf[] = [];
  for (const [name, field] of Object.entries(mechanism.params as Fields)) {
    const range = NUMERIC.includes(field.kind) ? rangeOf(Number(params[name]), field) : undefined;
    const path = `${id}.${name}`;
    if (range === undefined || !isTaken(path, field, range, resolved, catalogue)) continue;
    const [low, high] = range;
    found.push({ path, low, high, label: "" });
    if (found.length === MOST_SLIDERS) break;
  }
  return found;
}

function rangeOf(
  value: number,
  { range, min, max, kind }: Field,
): readonly [low: number, high: number] | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (range !== undefined) return [Math.min(range[0]!, value), Math.max(range[1]!, value)];
  const whole = (bound: number): number => (kind === "integer" ? Math.ceil(bound) : bound);
  const low = Math.max(min ?? 0, whole(value / 2));
  const high = Math.min(max ?? Number.POSITIVE_INFINITY, whole(value * 2));
  return value > 0 && low < high ? [low, high] : undefined;
}

/** Whether the world begins with the ends of a range, and with what lies between: some parameters have to fit others. */
function isTaken(
  path: string,
  { kind }: Field,
  [low, high]: readonly [number, number],
  resolved: ResolvedScenario,
  catalogue: Catalogue,
): boolean {
  const between = low + (high - low) / 3;
  return [low, high, kind === "integer" ? Math.round(between) : between].every((value) => {
    try {
      const varied = vary(resolved, catalogue, { [path]: value });
      new Simulation(varied, catalogue, { design: DESIGN, replication: 0, ...luckOf(resolved, 0) });
      return true;
    } catch (error) {
      if (error instanceof OrreryError) return false;
      throw error;
    }
  });
}
