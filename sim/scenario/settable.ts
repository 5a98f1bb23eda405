import type { Problem } from "../errors.ts";
import type { Mechanism, Settable } from "../model/mechanism.ts";
import type { Field } from "../schema/fields.ts";
import { didYouMean } from "../schema/suggest.ts";
import { amountFlaws } from "./amounts.ts";
import { isTarget, parsePath, targetsOf } from "./paths.ts";
import type { ResolvedScenario } from "./scenario.ts";
import type { Placed } from "./wiring.ts";

/** A parameter of one instance that another may set. */
export interface Target {
  readonly instance: string;
  readonly parameter: string;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

const settableOf = (mechanism: Mechanism, parameter: string): readonly [number, number] | undefined =>
  Object.hasOwn(mechanism.settable ?? {}, parameter) ? mechanism.settable![parameter] : undefined;

/** What an instance may set, in the order of its `sets`; each of all instances that its path names. */
export function setTargets(placed: readonly Placed[], { use, mechanism }: Placed): Target[][] {
  return listed(mechanism, use.params).map(({ path, low, high }) => {
    const { target, param } = parsePath(path)!;
    return placed
      .filter((each) => isTarget(each.use, target))
      .map((owner) => ({
        instance: owner.use.id,
        parameter: param,
        low,
        high,
        whole: (owner.mechanism.params[param] as Field).kind === "integer",
      }));
  });
}

const listed = ({ sets }: Mechanism, params: object): readonly Settable[] => sets?.(params as never) ?? [];

/** Between which values each parameter of each instance may be set, by instance and name. */
export function settableRanges(placed: readonly Placed[]): Map<string, Map<string, [number, number]>> {
  const ranges = new Map<string, Map<string, [number, number]>>();
  for (const { instance, parameter, low, high } of placed
    .filter(({ mechanism }) => mechanism.sets !== undefined)
    .flatMap((setter) => setTargets(placed, setter).flat())) {
    const own = ranges.get(instance) ?? new Map<string, [number, number]>();
    const [least, most] = own.get(parameter) ?? [low, high];
    ranges.set(instance, own.set(parameter, [Math.min(low, least), Math.max(high, most)]));
  }
  return ranges;
}

/** Why a mechanism could not set what it lists: told before the run, so that nothing fails in the middle of it. */
export function setProblems(placed: readonly Placed[], assets: ResolvedScenario["assets"]): Problem[] {
  return placed.flatMap(({ path, use, mechanism }) => {
    // Without all of its parameters it cannot say what it sets.
    if (!Object.keys(mechanism.params).every((name) => Object.hasOwn(use.params, name))) return [];
    return listed(mechanism, use.params).flatMap((settable) =>
      flawsOf(settable, placed, assets).map((message) => ({
        path: `${path} › ${settable.where}`,
        message,
      })),
    );
  });
}

function flawsOf(
  settable: Settable,
  placed: readonly Placed[],
  assets: ResolvedScenario["assets"],
): string[] {
  const parsed = parsePath(settable.path);
  if (!parsed)
    return [`Expected family/kind.parameter, such as contracts/escrow.fee, got "${settable.path}".`];
  const { target, param } = parsed;
  const owners = placed.filter(({ use }) => isTarget(use, target));
  if (owners.length === 0) {
    const names = [...new Set(placed.flatMap(({ use }) => targetsOf(use)))].sort();
    return [`No mechanism or instance here is called "${target}".${didYouMean(target, names)}`];
  }
  return [...new Set(owners.flatMap((owner) => flawsOfOwner(settable, param, owner, assets)))];
}

function flawsOfOwner(
  { low, high }: Settable,
  param: string,
  { use, mechanism }: Placed,
  assets: ResolvedScenario["assets"],
): string[] {
  const { name, params, settable = {} } = mechanism;
  if (!Object.hasOwn(params, param))
    return [`${name} has no such parameter.${didYouMean(param, Object.keys(params))}`];
  const range = settableOf(mechanism, param);
  if (!range) {
    const able = Object.keys(settable);
    const which = able.length === 0 ? "None of its parameters do" : `These do: ${able.join(", ")}`;
    return [
      `${param} of ${name} does not change in the middle of a run.${didYouMean(param, able)} ${which}.`,
    ];
  }
  const field = params[param] as Field;
  const [least, most] = range;
  const ends = low === high ? [low] : [low, high];
  const unit = field.unit ? ` ${field.unit}` : "";
  return [
    ...ends.flatMap((value) =>
      !(value >= least && value <= most)
        ? [`Expected ${least} to ${most}${unit}, got ${value}.`]
        : field.kind === "integer" && !Number.isInteger(value)
          ? [`Expected a whole number, got ${value}.`]
          : amountFlaws(use, params, param, value, assets),
    ),
    ...(low > high ? [`Expected a range from its lower end to its higher one, got ${low} to ${high}.`] : []),
  ];
}
