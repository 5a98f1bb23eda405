import { isTable, isUnknown, type Table } from "../schema/table.ts";
import { isTarget, parsePath } from "./paths.ts";
import type { ResolvedScenario, ResolvedUse, Settings } from "./scenario.ts";

/** A future that a file asks for, beside the scenario: a branch, and what its author and its reader set. */
export interface WrittenFuture {
  readonly branch: string;
  readonly set: Settings;
}

/**
 * A resolved scenario as a YAML file that resolves to the same runs, digest by digest: every parameter written out, tables
 * row by row. Claims and sweeps are left out: they are about the scenario as it was published. All values are JSON, which
 * YAML reads as it is, so that nothing of a name or a text is read as anything else.
 *
 * @param settings parameters at other values, by path, from the start
 * @param future the only branch; left out: all of the scenario's
 */
export function scenarioText(
  resolved: ResolvedScenario,
  settings: Settings = {},
  future?: WrittenFuture,
): string {
  const designs = resolved.designs.map(({ name, uses }) => ({
    name,
    uses: uses.map((use) => useText(use, settings)),
  }));
  const shared = designs[0]!.uses.filter((use) => designs.every(({ uses }) => uses.includes(use)));
  const branches = future ? [{ name: future.branch, set: future.set }] : resolved.branches?.branches;
  return [
    `schemaVersion: ${resolved.schemaVersion}`,
    `title: ${json(resolved.title)}`,
    ...(resolved.question === "" ? [] : [`question: ${json(resolved.question)}`]),
    `seed: ${resolved.seed}`,
    `until: ${resolved.until}`,
    `warmUp: ${resolved.warmUp}`,
    `sample: ${resolved.sample}`,
    `replications: ${resolved.replications}`,
    `antithetic: ${resolved.antithetic}`,
    "assets:",
    ...resolved.assets
      .filter(({ name }) => name !== "usd")
      .map(
        (asset) =>
          `  ${json(asset.name)}: ${json({
            decimals: decimalsOf(asset, resolved),
            ...(asset.place === "" ? {} : { in: asset.place }),
          })}`,
      ),
    shared.length === 0 ? "world: []" : "world:",
    ...shared.map((use) => `  - ${use}`),
    "designs:",
    ...designs.flatMap(({ name, uses }) => {
      const own = uses.filter((use) => !shared.includes(use));
      return own.length === 0
        ? [`  ${json(name)}: []`]
        : [`  ${json(name)}:`, ...own.map((use) => `    - ${use}`)];
    }),
    `control: ${json(resolved.control)}`,
    ...(branches && resolved.branches
      ? [
          "branches:",
          `  at: ${resolved.branches.at}`,
          ...branches.map(({ name, set }) => `  ${json(name)}: ${json({ set })}`),
        ]
      : []),
    ...(resolved.headline.length === 0
      ? []
      : [
          "headline:",
          ...resolved.headline.map(({ name, cost, gain }) => `  ${json(name)}: ${json({ cost, gain })}`),
        ]),
    ...(resolved.measures.length === 0 ? [] : [`measures: ${json(resolved.measures)}`]),
    ...(resolved.figures.length === 0 ? [] : [`figures: ${json(resolved.figures)}`]),
    "",
  ].join("\n");
}

/** One number, or one for each design where designs count differently. */
function decimalsOf(
  { name, decimals }: ResolvedScenario["assets"][number],
  { designs }: ResolvedScenario,
): number | Readonly<Record<string, number>> {
  if (designs.every((design) => design.decimals?.[name] === undefined)) return decimals;
  return Object.fromEntries(designs.map((design) => [design.name, design.decimals?.[name] ?? decimals]));
}

const json = (value: unknown): string => JSON.stringify(value);

/** `{ "issuance/halving": { … }, "as": "…", "in": "…" }`, in one line. */
function useText(use: ResolvedUse, settings: Settings): string {
  const { mechanism, as, place } = use;
  const params = Object.fromEntries(
    Object.entries(use.params).map(([name, value]) => [name, isTable(value) ? rowsOf(value) : value]),
  );
  for (const [path, value] of Object.entries(settings)) {
    const parsed = parsePath(path);
    if (parsed && isTarget(use, parsed.target)) params[parsed.param] = value;
  }
  return json({
    [mechanism]: params,
    ...(as === mechanism ? {} : { as }),
    ...(place === "" ? {} : { in: place }),
  });
}

/** Rows by the names of columns; a cell that is not known is left out. */
function rowsOf({ rows, columns }: Table): Record<string, unknown>[] {
  const named = Object.entries(columns);
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      named.map(([name, cells]) => [name, cells[row]]).filter(([, cell]) => !isUnknown(cell)),
    ),
  );
}
