import { sureText, verdictText } from "../experiment/claims/words.ts";
import { markupAttribute, markupText } from "../text/markup.ts";
import { sentence } from "./claim-figure.ts";
import { type ClaimSource, claimPath, verdictBadge } from "./claim-page.ts";
import { addressFrom, type Page } from "./page.ts";

export const CLAIMS = "claims.html";

/** Every claim with its verdict. */
export function claimsPage(sources: readonly ClaimSource[]): Page {
  return {
    kind: "claims",
    path: CLAIMS,
    title: "Claims",
    description: "What the literature says of networks like these, as experiments with computed verdicts.",
    slots: {
      title: "Claims",
      lead: [
        "What the literature says of networks like these, each as an experiment that anybody can run again. A verdict is computed from the runs and never written: a claim holds, fails, or depends on a condition that is swept, and then there is a break-even.",
        "What holds in these worlds is not shown for all others: each page says what the verdict hangs on, and what is not established.",
      ]
        .map((text) => `<p>${markupText(text)}</p>`)
        .join("\n"),
      claims: `<ul class="cards">\n${sources.map(card).join("\n")}\n</ul>`,
    },
    files: [],
  };
}

function card({ name, claim, finding }: ClaimSource): string {
  const address = markupAttribute(addressFrom(CLAIMS, claimPath(name)));
  return `<li><h2><a href="${address}">${markupText(claim.claim)}</a></h2>
<p class="answer">${verdictBadge(finding)} ${markupText(sentence(verdictText(claim, finding.worlds[0]!)))}</p>
<p>${markupText(sureText(claim, finding))}</p></li>`;
}
