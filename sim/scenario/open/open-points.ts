import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { assetsIn } from "../assets.ts";
import type { Catalogue } from "../catalogue.ts";
import { expectedOf } from "../estimate.ts";
import type { Measured } from "../readable.ts";
import type { OpenPoint, ResolvedScenario } from "../scenario.ts";
import { placedOf } from "../wiring.ts";
import { alikePoints } from "./alike.ts";
import { reachPoints } from "./beyond.ts";
import { claimPoints } from "./claims.ts";
import { type DesignView, listed } from "./design.ts";
import { eventPoints } from "./events.ts";
import { moneyPoints, unusedAssets } from "./money.ts";
import { signalPoints } from "./signals.ts";

/** What a scenario says beside what is resolved. */
export interface Said {
  readonly measured: Measured;
  /** What was found as parameters were read. */
  readonly found: readonly Problem[];
  /** Whether its author declares its assets. */
  readonly assets: boolean;
  /** Points by path that are meant to be open, and why. */
  readonly meant: ReadonlyMap<string, string>;
  /** Whether all of it is looked at, as it stands: only then is a point that is nowhere open a slip. */
  readonly whole: boolean;
}

/** Rules about one design. */
const OF_A_DESIGN: readonly ((view: DesignView) => Problem[])[] = [
  signalPoints,
  eventPoints,
  moneyPoints,
  reachPoints,
];

/**
 * What a scenario leaves open: it runs, and something in it cannot have the effect that its author may expect. Nothing is
 * simulated; the points follow from what mechanisms declare and expect.
 */
export function openPoints(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  { measured, found: read, assets, meant, whole }: Said,
): OpenPoint[] {
  const found = [
    ...read,
    ...ofDesigns(resolved, catalogue),
    ...(assets ? unusedAssets(resolved.assets, resolved.designs, catalogue) : []),
    ...alikePoints(resolved, catalogue),
    ...claimPoints(resolved, measured),
  ];
  const paths = found.map(({ path }) => path);
  const strange = [...meant.keys()].filter((path) => whole && !paths.includes(path));
  return [
    ...found.map((point) => ({ ...point, meant: meant.get(point.path) ?? "" })),
    ...strange.map((path) => ({
      path: `meant › ${path}`,
      message: `Nothing is left open under this name.${didYouMean(path, paths)} Leave it out.`,
      meant: "",
    })),
  ];
}

/** A point of several designs stands once; one of some of them says of which. */
function ofDesigns({ designs, assets, ...clock }: ResolvedScenario, catalogue: Catalogue): Problem[] {
  const points = new Map<string, Problem & { readonly designs: string[] }>();
  for (const design of designs) {
    const placed = placedOf(design, catalogue);
    const view = {
      placed,
      catalogue,
      assets: assetsIn(assets, design),
      clock,
      ...expectedOf(placed, clock),
    };
    for (const point of OF_A_DESIGN.flatMap((rule) => rule(view))) {
      const key = `${point.path}\n${point.message}`;
      const known = points.get(key);
      if (known) known.designs.push(design.name);
      else points.set(key, { ...point, designs: [design.name] });
    }
  }
  return [...points.values()].map(({ path, message, designs: own }) => ({
    path,
    message: own.length === designs.length ? message : `In ${listed(some(own))}: ${message}`,
  }));
}

/** Names that a sentence has room for. */
const SHOWN = 4;
const some = (names: readonly string[]): string[] =>
  names.length <= SHOWN
    ? names.map((name) => JSON.stringify(name))
    : [
        ...names.slice(0, SHOWN - 1).map((name) => JSON.stringify(name)),
        `${names.length - SHOWN + 1} other designs`,
      ];
