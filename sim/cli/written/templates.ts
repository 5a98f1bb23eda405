import { stringify } from "yaml";
import { consensus } from "./templates/consensus.ts";
import { emission } from "./templates/emission.ts";
import { gpuMarket } from "./templates/gpu-market.ts";
import { queue } from "./templates/queue.ts";
import type { Template } from "./templates/template.ts";
import { token } from "./templates/token.ts";

/** Scenarios to start from, by name; the first is what one gets who names none. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  emission,
  token,
  consensus,
  queue,
  "gpu-market": gpuMarket,
};
export const TEMPLATE_NAMES = Object.keys(TEMPLATES);

/** The JSON Schema that an editor reads, beside the scenario. */
export const SCHEMA_FILE = "orrery.schema.json";

/**
 * The text of a scenario that runs as it is. `name`: its stem, which becomes the title; `file`: how the commands in its
 * comments name it, as a shell takes it.
 */
export const scenarioFrom = (template: Template, name: string, file: string): string =>
  `# yaml-language-server: $schema=./${SCHEMA_FILE}
# ${name}: a scenario for Orrery. It runs as it is: orrery run ${file}
# Every mechanism, and what it may be told: orrery list, orrery explain issuance/fixed

${stringify({ title: titleOf(name) }, { lineWidth: 0 })}${template.body(file)}`;

const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replace(/[-_]+/g, " ");
