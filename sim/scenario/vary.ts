import { type Problem, ScenarioError } from "../errors.ts";
import { checkFields } from "../schema/check.ts";
import { didYouMean } from "../schema/suggest.ts";
import { accountProblems } from "./account-wiring.ts";
import type { Catalogue } from "./catalogue.ts";
import { isTarget, parsePath, targetsOf, usesOfPath } from "./paths.ts";
import type { ResolvedDesign, ResolvedScenario, ResolvedUse, Settings } from "./scenario.ts";
import { deliveryOrder, placedOf } from "./wiring.ts";

type Designs = readonly ResolvedDesign[];

/** What is wrong with setting a parameter to a value: no such mechanism or parameter, or a value that it refuses. */
export function settingProblems(
  designs: Designs,
  catalogue: Catalogue,
  where: string,
  path: string,
  value: unknown,
): Problem[] {
  const told = `${where} › ${path}`;
  const parsed = parsePath(path);
  if (!parsed)
    return [{ path: told, message: "Expected family/kind.parameter, such as issuance/halving.interval." }];
  const uses = usesOfPath(designs, path);
  if (uses.length === 0) {
    const targets = [...new Set(designs.flatMap((design) => design.uses.flatMap(targetsOf)))];
    return [
      {
        path: told,
        message: `No mechanism or instance here is called "${parsed.target}".${didYouMean(parsed.target, targets.sort())}`,
      },
    ];
  }
  // An instance's name may stand for one mechanism in one design and for another in the next.
  const each = new Map(uses.map((use) => [use.mechanism, use]));
  return [...each.values()].flatMap((use) =>
    normalised(catalogue, use, parsed.param, value).problems.map(({ message, path: inner }) => ({
      path: told + inner,
      message,
    })),
  );
}

/** The value as the mechanism takes it ("60d" becomes seconds), and what is wrong with it. */
function normalised(
  catalogue: Catalogue,
  use: ResolvedUse,
  param: string,
  value: unknown,
): { value: unknown; problems: Problem[] } {
  const fields = catalogue.get(use.mechanism)!.params;
  if (!Object.hasOwn(fields, param)) {
    const message = `${use.mechanism} has no such parameter.${didYouMean(param, Object.keys(fields))}`;
    return { value, problems: [{ path: "", message }] };
  }
  const { values, problems } = checkFields({ [param]: fields[param] }, { [param]: value }, "");
  const start = ` › ${param}`;
  return {
    value: values[param],
    problems: problems.map(({ path, message }) => ({ path: path.slice(start.length), message })),
  };
}

/**
 * A scenario with some of its parameters at other values; everything else is shared with it, not copied. A design
 * that has no such mechanism stays as it is.
 *
 * @param settings values by path, `supply/cohorts.providers`
 * @throws ScenarioError with all values that a mechanism refuses
 */
export function vary(resolved: ResolvedScenario, catalogue: Catalogue, settings: Settings): ResolvedScenario {
  const problems = Object.entries(settings).flatMap(([path, value]) =>
    usesOfPath(resolved.designs, path).length === 0
      ? []
      : settingProblems(resolved.designs, catalogue, "set", path, value),
  );
  if (problems.length > 0) throw new ScenarioError(resolved.name, problems);
  const designs = resolved.designs.map((design) => variedDesign(design, catalogue, settings));
  return designs.every((design, index) => design === resolved.designs[index])
    ? resolved
    : Object.freeze({ ...resolved, designs });
}

function variedDesign(design: ResolvedDesign, catalogue: Catalogue, settings: Settings): ResolvedDesign {
  const uses = design.uses.map((use) => variedUse(use, catalogue, settings));
  if (uses.every((use, index) => use === design.uses[index])) return design;
  // A parameter may name the publisher of a signal, and so change who hears of an event first, or an account.
  const placed = placedOf({ uses }, catalogue);
  const { order, problems } = deliveryOrder(placed);
  problems.push(...accountProblems(placed, catalogue));
  if (problems.length > 0) throw new ScenarioError(design.name, problems);
  return Object.freeze({ ...design, uses: order.map(({ use }) => use) });
}

function variedUse(use: ResolvedUse, catalogue: Catalogue, settings: Settings): ResolvedUse {
  const changes: Record<string, unknown> = {};
  for (const path of Object.keys(settings)) {
    const { target, param } = parsePath(path)!;
    if (isTarget(use, target)) changes[param] = normalised(catalogue, use, param, settings[path]).value;
  }
  if (Object.keys(changes).length === 0) return use;
  return Object.freeze({ ...use, params: Object.freeze({ ...use.params, ...changes }) });
}
