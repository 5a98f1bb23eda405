import { branchEffects, designEffects } from "../comparison/effects.ts";
import { findings } from "../comparison/findings.ts";
import { headlineRatios } from "../comparison/headline.ts";
import { paths } from "../comparison/paths.ts";
import type { Sensitivity } from "../comparison/sensitivity.ts";
import {
  beyondControlSentence,
  boxSentence,
  branchSentence,
  driverSentence,
  findingSentence,
  headlineSentence,
  pathsSentence,
  shareOfDrawsSentence,
} from "../comparison/sentences.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import { findingOf, replicationCount, sentenceStart } from "./comparison.ts";
import { contrasts } from "./contrasts.ts";
import type { FigureInput } from "./figure.ts";
import { featuredBranch, featuredFuture } from "./future.ts";
import { headlineMeasures } from "./headline-measures.ts";
import { fullName, phraseIn } from "./measure-catalogue.ts";
import { quantityText } from "./number-text.ts";
import { sampledClaims } from "./sampled-claims.ts";
import { settingText, worded } from "./sweep-words.ts";

/** What the runs say, as sentences that may be quoted. */
export interface Established {
  readonly established: readonly string[];
  readonly open: readonly string[];
}

interface Statement {
  readonly text: string;
  readonly isClear: boolean;
}

/** In place of a sentence for each measure. */
const NOTHING_TOLD_APART =
  "whether any of these differences is more than luck: one replication has no interval, --replications 8 gives some";
const PATH_MEASURES = ["gpu.supply", "token.usd"];
/** Designs of which the page tells how a shock strikes them, the most different first: the figure shows all. */
const MOST_TOLD = 3;
const DRIVERS = 3;

function rankings(future: FigureInput, branch: string): Statement[] {
  const options = { branch, measures: headlineMeasures(future) };
  return findings(future, options).map((finding) => ({
    text: findingSentence(finding, quantityText),
    isClear: finding.outcome === "clear",
  }));
}

function prices(future: FigureInput, branch: string): Statement[] {
  return headlineRatios(future, { branch })
    .filter(({ outcome }) => outcome !== "not measured")
    .map((found) => ({
      text: headlineSentence(found, quantityText),
      isClear: found.outcome !== "not established",
    }));
}

/** One sentence a measure: the designs that cannot be told from the control. */
function undecided(future: FigureInput, branch: string): Statement[] {
  return designEffects(future, { branch, measures: headlineMeasures(future) }).flatMap(
    ({ measure, effects, control }) => {
      const own = effects.filter(
        ({ difference }) => difference.count > 0 && difference.verdict === "undecided",
      );
      if (own.length === 0) return [];
      const designs = own.map(({ design }) => design).join("; ");
      return [
        { text: `not told from ${control} in ${phraseIn(future, measure).noun}: ${designs}`, isClear: false },
      ];
    },
  );
}

/** What each shock does to the control's first measure, and to which designs it does clearly more or less. */
function shocks(input: FigureInput, future: FigureInput): Statement[] {
  const { control, branches } = input.scenario;
  if (!branches || new Set(input.runs.map(({ branch }) => branch)).size < 2) return [];
  const all = branchEffects(input, { measures: headlineMeasures(future, 1) });
  return [...new Set(all.map(({ branch }) => branch))].flatMap((branch) => {
    const own = all.filter((effect) => effect.branch === branch);
    const onControl = own.filter(({ design }) => design === control);
    const others = own.filter(({ beyondControl }) => beyondControl !== undefined);
    const clear = others
      .filter(({ beyondControl }) => beyondControl!.verdict !== "undecided")
      .sort((a, b) => Math.abs(b.beyondControl!.mean) - Math.abs(a.beyondControl!.mean));
    const alike = others.filter((effect) => !clear.includes(effect)).map(({ design }) => design);
    const { noun } = phraseOf(own[0]!.measure, own[0]);
    return [
      ...onControl.map((effect) => ({
        text: branchSentence(effect, quantityText),
        isClear: effect.effect.verdict !== "undecided",
      })),
      ...clear.slice(0, MOST_TOLD).map((effect) => ({
        text: beyondControlSentence(effect, control, quantityText)!,
        isClear: true,
      })),
      ...(alike.length === 0
        ? []
        : [
            {
              text: `not told from ${control} in the effect of ${branch} on ${noun}: ${alike.join("; ")}`,
              isClear: false,
            },
          ]),
    ];
  });
}

function claimText(input: FigureInput, claim: Sensitivity): string {
  const drivers = claim.drivers.filter(({ clear }) => clear).slice(0, DRIVERS);
  const failing = claim.failing
    ? [boxSentence(claim.failing, (value, path) => settingText(input, path, value))]
    : [];
  return [shareOfDrawsSentence(claim), ...drivers.map(driverSentence), ...failing].join("; ");
}

const draws = (input: FigureInput): Statement[] =>
  sampledClaims(input)
    .filter(({ share }) => share.draws > 0)
    .map((claim) => ({ text: claimText(input, claim), isClear: claim.share.low > 0.5 }));

function starts(input: FigureInput): Statement[] {
  if (input.scenario.sweep?.kind !== "list") return [];
  const measures = PATH_MEASURES.flatMap((name) => fullName(input, name) ?? []);
  return paths(input, input.points, { measures, branch: featuredBranch(input) }).map((found) => ({
    text: pathsSentence(found, worded(input), quantityText),
    isClear: found.outcome === "meet",
  }));
}

/** What one design comes to, the first measure left out, which the first figure tells. */
const valuesOf = (future: FigureInput): string[] =>
  future.runs.length === 0
    ? []
    : headlineMeasures(future)
        .slice(1)
        .map((measure) => findingOf(future, measure));

/** What comparisons establish, and what they leave open; both empty where there is nothing to compare. */
export function establishedBy(input: FigureInput): Established {
  const future = featuredFuture(input);
  const branch = featuredBranch(input);
  const compares = future.runs.length > 0 && input.scenario.designs.length > 1;
  const found = compares ? contrasts(future, branch) : valuesOf(future);
  const gains = found.map((text) => ({ text, isClear: true }));
  const isSingle = replicationCount(future) === 1;
  const all = [
    ...gains,
    ...(compares && isSingle ? [{ text: NOTHING_TOLD_APART, isClear: false }] : []),
    ...(compares && !isSingle
      ? [
          ...rankings(future, branch),
          ...prices(future, branch),
          ...undecided(future, branch),
          ...shocks({ ...input, runs: input.runs.filter(({ point }) => point < 0) }, future),
        ]
      : []),
    ...(input.points.length > 0 ? [...draws(input), ...starts(input)] : []),
  ];
  const told = (isClear: boolean) =>
    all.filter((statement) => statement.isClear === isClear).map(({ text }) => `${sentenceStart(text)}.`);
  return { established: told(true), open: told(false) };
}
