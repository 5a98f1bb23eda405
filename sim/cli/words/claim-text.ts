import { closedFormText, sureText, verdictText } from "../../experiment/claims/words.ts";
import { AS_IT_STANDS, type Citation, type ClaimTest } from "../../scenario/claim.ts";
import { namesOf, partOf } from "../../scenario/named.ts";
import { sentence } from "../../site/claim-figure.ts";
import type { ClaimSource } from "../../site/claim-page.ts";
import { called } from "../terminal/called.ts";
import { wrapped } from "../terminal/terminal.ts";

const WIDTH = 96;

const citation = ({ text, url, secondary, unchecked }: Citation): string =>
  [
    text,
    ...(secondary ? ["(second hand, or by who sells)"] : []),
    ...(unchecked ? ["(not checked)"] : []),
    ...(url === undefined ? [] : [url]),
  ].join(" ");

/** A claim in words: verdict, how sure, who says so, how it is tried, what is not established, how to run it. */
export function claimText({ name, claim, finding }: ClaimSource): string {
  const tests = namesOf(claim.tests).map((test) => {
    const { less, than } = partOf(claim.tests, test) as ClaimTest;
    return `${test}: ${less} < ${than}`;
  });
  const others = finding.worlds.filter(({ world }) => world !== AS_IT_STANDS);
  const blocks: [heading: string, lines: readonly string[]][] = [
    ["verdict", [sentence(verdictText(claim, finding.worlds[0]!)), sureText(claim, finding)]],
    ["who says so", claim.sources.map(citation)],
    ["set-up", [claim.setUp]],
    ["tests", tests],
    ["who pays", [claim.whoPays]],
    ["other worlds", others.map((world) => `${world.world}: ${verdictText(claim, world)}`)],
    ["theory", [closedFormText(claim, finding)].filter((line) => line !== "")],
    ["not established", claim.notEstablished],
    ["run it again", [called(`orrery check ${name}`)]],
  ];
  const written = blocks
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) =>
      [heading, ...lines.map((line) => wrapped(line, WIDTH).replace(/^/gm, "  "))].join("\n"),
    );
  return [claim.claim, ...written].join("\n\n");
}

/** The same for programs. */
export const claimJson = ({ name, claim, finding, digest, runs }: ClaimSource) => ({
  name,
  claim: claim.claim,
  outcome: finding.outcome,
  verdict: verdictText(claim, finding.worlds[0]!),
  sure: sureText(claim, finding),
  sources: claim.sources,
  worlds: finding.worlds.map((world) => ({
    world: world.world,
    outcome: world.outcome,
    verdict: verdictText(claim, world),
  })),
  notEstablished: claim.notEstablished,
  runs,
  digest,
});
