import { assumptionsOf, parameterSource, valueText } from "../../experiment/assumptions.ts";
import { EVENTS, type EventSpec } from "../../model/events.ts";
import { metricsListed } from "../../model/measures.ts";
import type { Mechanism, Read } from "../../model/mechanism.ts";
import { SIGNALS } from "../../model/signals.ts";
import type { Catalogue } from "../../scenario/catalogue.ts";
import type {
  ExpectationKind,
  ResolvedScenario,
  ResolvedSweep,
  ResolvedUse,
  Settings,
} from "../../scenario/scenario.ts";
import type { Fields } from "../../schema/fields.ts";
import { isTable } from "../../schema/table.ts";
import { markdownCode, markdownParagraph, markdownText } from "../../text/markdown.ts";
import { durationText } from "../../units.ts";
import { claimLines } from "../../words/mechanism-facts.ts";

/*
 * The ODD protocol in its seven elements: Grimm, V. et al. (2020), The ODD Protocol for Describing Agent-Based and
 * Other Simulation Models: A Second Update, Journal of Artificial Societies and Social Simulation 23(2) 7,
 * https://www.jasss.org/23/2/7.html.
 */

/** An instance with its mechanism and the designs that it stands in. */
interface Instance {
  readonly use: ResolvedUse;
  readonly mechanism: Mechanism;
  /** Empty: every design. */
  readonly designs: readonly string[];
}

/** A resolved scenario in words, as Markdown: the methods section of a paper. */
export function odd(resolved: ResolvedScenario, catalogue: Catalogue): string {
  const instances = instancesOf(resolved, catalogue);
  const parts = [
    [`# ${markdownText(resolved.title)}`, "Described after the ODD protocol (Grimm et al. 2020)."],
    ["## Overview"],
    purpose(resolved),
    entities(resolved, instances),
    processes(instances),
    ["## Design concepts"],
    concepts(resolved, instances),
    ["## Details"],
    initialisation(resolved),
    inputData(instances),
    submodels(instances),
    assumptions(resolved, catalogue),
    openPoints(resolved),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n\n"))
    .join("\n\n");
}

/** Instances that are the same everywhere stand once; one that differs between designs stands once for each version. */
function instancesOf({ designs }: ResolvedScenario, catalogue: Catalogue): Instance[] {
  const found = new Map<string, { use: ResolvedUse; designs: string[] }>();
  for (const { name, uses } of designs)
    for (const use of uses) {
      const same = [...found.values()].find((other) => other.use.id === use.id && sameParams(other.use, use));
      if (same) same.designs.push(name);
      else found.set(`${use.id} ${name}`, { use, designs: [name] });
    }
  return [...found.values()].map(({ use, designs: in_ }) => ({
    use,
    mechanism: catalogue.get(use.mechanism)!,
    designs: in_.length === designs.length ? [] : in_,
  }));
}

const sameParams = (one: ResolvedUse, other: ResolvedUse): boolean =>
  one.mechanism === other.mechanism && JSON.stringify(one.params) === JSON.stringify(other.params);

function purpose({ question, designs, control, expect }: ResolvedScenario): string[] {
  return [
    "### 1. Purpose and patterns",
    markdownParagraph(question) || "The scenario states no question.",
    `It compares ${designs.length === 1 ? "one design" : `${designs.length} designs`}: ${designs.map(({ name }) => (name === control && designs.length > 1 ? `${emphasised(name)} (the control)` : emphasised(name))).join(", ")}.`,
    ...(expect.length > 0
      ? [
          `The results are held against these patterns:\n\n${expect.map(({ claim, kind, expression }) => `- ${markdownText(claim)} (${KINDS[kind]} ${markdownCode(expression)})`).join("\n")}`,
        ]
      : []),
  ];
}

const KINDS: Readonly<Record<ExpectationKind, string>> = {
  always: "at every sample",
  never: "at no sample",
  eventually: "at some sample",
  atEnd: "at the end",
  summary: "in the summary after the warm-up",
  recovers: "again after a shock",
  monotone: "without turning back",
  compare: "between designs",
};

function entities(
  { until, warmUp, sample, assets }: ResolvedScenario,
  instances: readonly Instance[],
): string[] {
  const measures = instances.flatMap(({ mechanism }) => Object.entries(metricsListed(mechanism)));
  const rows = [...new Map(measures)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { unit, kind, doc }]) => [name, unit || "1", kind, doc]);
  return [
    "### 2. Entities, state variables and scales",
    `Time runs in events, to the microsecond, for ${durationText(until)}${warmUp > 0 ? `, of which the first ${durationText(warmUp)} are a warm-up that summaries leave out` : ""}; series are sampled every ${durationText(sample)}. There is no space.`,
    `Money is kept by double entry in exact base units: ${assets.map(({ name, decimals }) => `${markdownText(name)} (${decimals} decimals)`).join(", ")}. Every account belongs to a sector, and what one sector pays another receives.`,
    `The entities are the instances of mechanisms below; what is observed of them:`,
    markdownTable(["measure", "unit", "kind", "what it is"], rows),
  ];
}

function processes(instances: readonly Instance[]): string[] {
  const rows = instances.map(({ use, mechanism, designs }) => [
    labelOf(use),
    designs.length === 0 ? "all" : designs.map(markdownText).join(", "),
    mechanism.summary,
  ]);
  const events = new Map<string, EventSpec>();
  for (const { mechanism } of instances)
    for (const name of [...Object.keys(mechanism.on), ...Object.keys(mechanism.emits ?? {})]) {
      const own = mechanism.emits?.[name] as EventSpec | "shared" | undefined;
      const spec = own && own !== "shared" ? own : (EVENTS as Record<string, EventSpec>)[name];
      if (spec) events.set(name, spec);
    }
  return [
    "### 3. Process overview and scheduling",
    markdownTable(["instance", "designs", "process"], rows),
    "Events are delivered by time, then priority, then the order in which they were emitted; each goes to every instance that handles it, publishers of a signal before its readers and before those who come after them.",
    [...events]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { doc }]) => `- \`${name}\`: ${doc}`)
      .join("\n"),
  ];
}

function concepts({ seed }: ResolvedScenario, instances: readonly Instance[]): string[] {
  const reads = instances.flatMap(({ use, mechanism }) =>
    Object.entries<Read>(mechanism.reads ?? {}).map(
      ([signal, { lagged }]) =>
        `- ${labelOf(use)} senses \`${signal}\`${lagged ? " (the value before the event)" : ""}: ${signalDoc(signal)}`,
    ),
  );
  const claims = instances.flatMap(({ use, mechanism }) =>
    claimLines(mechanism.invariants).map((claim) => `- ${labelOf(use)}: ${claim}`),
  );
  return [
    "### 4. Design concepts",
    "**Basic principles.** Each mechanism follows a published specification, named with it below. **Emergence.** Prices, entry and exit, supply and utilisation follow from the events; no measure is imposed.",
    `**Sensing.** Mechanisms know of one another only what is published as a signal:\n\n${reads.join("\n") || "- no mechanism reads a signal."}`,
    `**Stochasticity.** All chance derives from seed ${seed}, the number of the replication and the instance's name. Draws are addressed, so every design meets the same luck (common random numbers).`,
    `**Observation.** Claims that are checked while the model runs, beside the balance of the ledger:\n\n${[...new Set(claims)].join("\n") || "- none of the mechanisms' own."}`,
  ];
}

function initialisation(resolved: ResolvedScenario): string[] {
  const { seed, replications } = resolved;
  return [
    "### 5. Initialisation",
    `At time 0 the event \`start\` lets every instance open its accounts and allocate the genesis supply; \`opened\` opens the books. States follow from the parameters of section 7. The scenario's seed is ${seed}; it runs ${replications === 1 ? "one replication" : `${replications} replications`} of each design by default${resolved.antithetic ? ", in pairs whose luck is mirrored" : ""}.`,
    ...experiments(resolved),
  ];
}

/** Branches and sweep: the simulation experiment. */
function experiments({ branches, sweep }: ResolvedScenario): string[] {
  const settings = (set: Settings): string =>
    Object.entries(set)
      .map(([name, value]) => `${markdownCode(name)} = ${markdownText(JSON.stringify(value))}`)
      .join(", ") || "nothing changes";
  return [
    ...(branches
      ? [
          `At ${durationText(branches.at)} each run is continued under ${branches.branches.length} branches with the same luck; effects are differences from the first:\n\n${branches.branches.map(({ name, set }) => `- ${emphasised(name)}: ${settings(set)}`).join("\n")}`,
        ]
      : []),
    ...(sweep
      ? [
          `The sweep (${SWEEPS[sweep.kind]}) has ${sweep.points} points:\n\n${sweep.parameters.map(({ path, values, range }) => `- ${markdownCode(path)}: ${range.length > 0 ? `${range[0]} to ${range[1]}` : values.map((value) => markdownText(JSON.stringify(value))).join(", ")}`).join("\n")}`,
        ]
      : []),
  ];
}

const SWEEPS: Readonly<Record<ResolvedSweep["kind"], string>> = {
  grid: "every combination of the values",
  zip: "values in step",
  list: "points one by one; null leaves a parameter as it is",
  latinHypercube: "a Latin hypercube over ranges, McKay, Beckman and Conover 1979",
  sobol: "scrambled Sobol' points over ranges, Joe and Kuo 2008",
};

function inputData(instances: readonly Instance[]): string[] {
  const files = instances.flatMap(({ use }) =>
    Object.entries(use.params).flatMap(([param, value]) =>
      isTable(value) && value.sha256
        ? [
            [
              `${labelOf(use)} › ${param}`,
              markdownText(value.path),
              String(value.rows),
              value.sha256.slice(0, 16),
            ],
          ]
        : [],
    ),
  );
  return [
    "### 6. Input data",
    files.length === 0
      ? "The model reads no data."
      : markdownTable(["parameter", "file", "rows", "sha256 begins"], files),
  ];
}

function submodels(instances: readonly Instance[]): string[] {
  return [
    "### 7. Submodels",
    ...instances.flatMap(({ use, mechanism, designs }) => {
      const fields = Object.entries(mechanism.params as Fields);
      const rows = fields.map(([name, field]) => [
        name,
        markdownText(valueText(use.params[name], field)),
        parameterSource(use.params[name], field),
        field.doc,
      ]);
      return [
        `#### ${labelOf(use)}${designs.length === 0 ? "" : ` (${designs.map(markdownText).join(", ")})`}`,
        `${mechanism.summary} Source: ${mechanism.source}.`.replace(/\.\.$/, "."),
        ...(rows.length > 0 ? [markdownTable(["parameter", "value", "source", "meaning"], rows)] : []),
      ];
    }),
  ];
}

/** Parameters that no source backs: what a reader should doubt first. */
function assumptions(resolved: ResolvedScenario, catalogue: Catalogue): string[] {
  const rows = assumptionsOf(resolved, catalogue).map(({ parameter, value, range, doc }) => [
    markdownText(parameter),
    markdownText(value),
    range || "–",
    doc,
  ]);
  if (rows.length === 0) return [];
  return [
    "### Assumptions",
    "Values without a source, with the range in which the truth is thought to lie:",
    markdownTable(["parameter", "value", "range", "meaning"], rows),
  ];
}

/** What the scenario leaves open, and why where that is meant. */
function openPoints({ open }: ResolvedScenario): string[] {
  if (open.length === 0) return [];
  return [
    "### Left open",
    "What cannot have the effect that one may expect, and what its author says of it:",
    markdownTable(
      ["point", "what follows", "why"],
      open.map(({ path, message, meant }) => [
        markdownText(path),
        markdownText(message),
        meant === "" ? "–" : markdownText(meant),
      ]),
    ),
  ];
}

const emphasised = (name: string): string => `*${markdownText(name)}*`;
const labelOf = (use: ResolvedUse): string =>
  use.as === use.mechanism ? markdownCode(use.id) : `${markdownCode(use.id)} (${use.mechanism})`;
const signalDoc = (name: string): string =>
  (SIGNALS as Record<string, { doc: string }>)[name]?.doc ?? "a signal of the scenario's own.";

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|").replace(/\n/g, " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
