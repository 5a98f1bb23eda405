import type { ExperimentData } from "../../sim/site/experiment.ts";
import { mountRecompute } from "./recompute.ts";
import { mountWhatIf } from "./what-if.ts";

/** Puts sliders, and the run that anybody can make again, into the places that a scenario's page has for them. */
export function enlivenExperiment(): void {
  const text = document.getElementById("page")?.textContent;
  const { experiment } = (text ? JSON.parse(text) : {}) as { readonly experiment?: ExperimentData };
  if (!experiment) return;
  const root = document.querySelector<HTMLElement>("[data-root]")?.dataset["root"] ?? "./";
  const address = (path: string): string => new URL(path, new URL(root, document.baseURI)).href;
  const place = (name: string): HTMLElement | null => document.querySelector(`[data-live="${name}"]`);
  const whatIf = place("what-if");
  const recompute = place("recompute");
  if (whatIf && experiment.sliders.length > 0) mountWhatIf(whatIf, experiment, address);
  if (recompute) mountRecompute(recompute, experiment, address);
}
