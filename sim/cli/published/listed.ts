import type { Listed } from "../../site/home-page.ts";
import { findingOf, type ScenarioSource, scenarioPath } from "../../site/scenario-page.ts";
import { oneLine } from "../../text/visible.ts";

/** A scenario as lists have it. */
export const listedOf = (source: ScenarioSource): Listed => ({
  path: scenarioPath(source.name),
  title: oneLine(source.input.scenario.title),
  question: oneLine(source.input.scenario.question),
  answer: findingOf(source),
});
