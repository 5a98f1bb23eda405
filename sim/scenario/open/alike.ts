import { hash } from "../../codec.ts";
import type { Problem } from "../../errors.ts";
import type { Field } from "../../schema/fields.ts";
import { isTable } from "../../schema/table.ts";
import type { Catalogue } from "../catalogue.ts";
import { parsePath, usesOfPath } from "../paths.ts";
import type { ResolvedDesign, ResolvedScenario } from "../scenario.ts";
import { vary } from "../vary.ts";
import { listed } from "./design.ts";

/** Designs that are the same, branches in which nothing differs, and points of a sweep that are run twice. */
export const alikePoints = (resolved: ResolvedScenario, catalogue: Catalogue): Problem[] => [
  ...sameDesigns(resolved),
  ...sameBranches(resolved, catalogue),
  ...sameValues(resolved, catalogue),
];

/** Names by what they stand for; those that stand for the same. */
function twins(named: readonly { readonly name: string; readonly identity: string }[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const { name, identity } of named) groups.set(identity, [...(groups.get(identity) ?? []), name]);
  return [...groups.values()].filter((names) => names.length > 1);
}

const identityOf = ({ uses }: Pick<ResolvedDesign, "uses">): string =>
  hash(
    uses.map(({ id, mechanism, params }) => [
      id,
      mechanism,
      Object.fromEntries(Object.entries(params).map(([name, value]) => [name, withoutCells(value)])),
    ]),
  );

/** A table by what is said of it: cells are compared only where two are in memory as different objects. */
const tables = new WeakMap<object, number>();
let known = 0;
function withoutCells(value: unknown): unknown {
  if (!isTable(value)) return value;
  const at = tables.get(value) ?? ++known;
  tables.set(value, at);
  return value.sha256 ? value.sha256 : at;
}

const sameDesigns = ({ designs }: ResolvedScenario): Problem[] =>
  twins(designs.map((design) => ({ name: design.name, identity: identityOf(design) }))).map((names) => ({
    path: "designs",
    message: `${listed(names.map((name) => JSON.stringify(name)))} are the same, mechanism for mechanism: comparing them tells nothing. Change one of them, or leave it out.`,
  }));

function sameBranches(resolved: ResolvedScenario, catalogue: Catalogue): Problem[] {
  const branches = resolved.branches?.branches ?? [];
  const named = branches.map(({ name, set }) => ({
    name,
    identity: hash(vary(resolved, catalogue, set).designs.map(identityOf)),
  }));
  return twins(named).map((names) => ({
    path: "branches",
    message: `${listed(names.map((name) => JSON.stringify(name)))} set the same: nothing differs between them. Change one of them, or leave it out.`,
  }));
}

/** Values that a parameter takes twice, written alike or not: `60d` and 5184000. */
function sameValues({ sweep, designs }: ResolvedScenario, catalogue: Catalogue): Problem[] {
  if (!sweep) return [];
  const read = sweep.parameters.map(({ path, values }) => {
    const [use] = usesOfPath(designs, path);
    const field = use && (catalogue.get(use.mechanism)!.params[parsePath(path)!.param] as Field);
    return {
      path,
      values: values.map((value) => hash(value === null ? null : (field?.normalise(value) ?? value))),
    };
  });
  const repeated = (values: readonly string[]): number => values.length - new Set(values).size;
  const message = (count: number): string =>
    `${count === 1 ? "One point is" : `${count} points are`} the same as another: runs are made twice. Leave ${count === 1 ? "it" : "them"} out.`;
  if (sweep.kind === "grid")
    return read
      .filter(({ values }) => repeated(values) > 0)
      .map(({ path, values }) => ({ path: `sweep › grid › ${path}`, message: message(repeated(values)) }));
  if (sweep.kind !== "zip" && sweep.kind !== "list") return [];
  const points = Array.from({ length: sweep.points }, (_, at) => hash(read.map(({ values }) => values[at]!)));
  return repeated(points) === 0
    ? []
    : [{ path: `sweep › ${sweep.kind}`, message: message(repeated(points)) }];
}
