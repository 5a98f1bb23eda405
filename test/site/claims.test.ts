import { describe, expect, test } from "vitest";
import { claimPages, claimSource } from "../../sim/cli/published/claim-sources.ts";
import { storedClaim } from "../../sim/experiment/claims/stored.ts";
import { judgeClaim } from "../../sim/experiment/claims/verdict.ts";
import { verdictText } from "../../sim/experiment/claims/words.ts";
import { defineClaim } from "../../sim/scenario/claim.ts";
import { listClaims } from "../../sim/scenario/load.ts";
import { sideNames } from "../../sim/site/claim-figure.ts";
import { claimPage } from "../../sim/site/claim-page.ts";
import { claimsPage } from "../../sim/site/claims-page.ts";
import { markupText } from "../../sim/text/markup.ts";

const HOSTILE = `</h1><script>alert(1)</script>"'&`;

/** `cheap` costs what the condition says, `dear` 5; both the replication's luck. */
const made = (sentence: string) => {
  const { claim } = defineClaim({
    claim: sentence,
    sources: [{ text: `${sentence} (2000)`, url: `https://example.org/"${sentence}`, unchecked: true }],
    scenario: { title: "Two prices", until: "1d", world: [] },
    setUp: sentence,
    whoPays: sentence,
    tests: { "it costs less": { less: "[cheap].cost", than: "[dear].cost" } },
    condition: { words: "the price", unit: "USD", values: [1, 4, 8], set: () => ({}) },
    values: { "a/b.price": sentence },
    notEstablished: [sentence],
  });
  const runs = {
    units: { cost: "USD" },
    runs: [1, 4, 8].flatMap((cost, point) =>
      [0.05, 0.1, -0.1, -0.05].flatMap((luck, replication) =>
        [cost, 5].map((mean, at) => ({
          point,
          design: ["cheap", "dear"][at]!,
          replication,
          digest: "",
          values: { cost: mean + (1 + at) * luck },
        })),
      ),
    ),
  };
  const finding = judgeClaim(claim, runs, "two");
  const { digest } = storedClaim("hash", runs);
  return { name: "claims/two", claim, finding, digest, runs: 24, description: "", files: [] };
};

describe("the pages of the claims", () => {
  test("are an index and a page each, with the verdict that their kept runs give", async () => {
    const pages = await claimPages();
    expect(pages.map(({ path }) => path)).toEqual([
      "claims.html",
      ...listClaims().map((name) => `${name}.html`),
    ]);
    const [index, ...own] = pages;
    for (const [at, name] of listClaims().entries()) {
      const { claim, finding, digest } = await claimSource(name);
      const page = own[at]!;
      const verdict = markupText(verdictText(claim, finding.worlds[0]!).slice(1));
      expect(index!.slots["claims"]).toContain(verdict);
      expect(index!.slots["claims"]).toContain(`href="./${name}.html"`);
      expect(page.slots["verdict"]).toContain(verdict);
      expect(page.slots["sections"]).toContain(digest);
      expect(page.slots["sections"]).toContain(`orrery check ${name}`);
      for (const sentence of claim.notEstablished)
        expect(page.slots["sections"]).toContain(markupText(sentence));
      expect(page.files.map(({ path }) => path)).toEqual([`${name}.ts`, `${name}.result.json`]);
    }
  });

  test("show both sides of each test along the condition, and where the verdict turns", () => {
    const page = claimPage(made("Cheap is cheaper than dear."));
    expect(page.slots["verdict"]).toContain("Depends on the price: holds below 5 USD");
    expect(page.slots["sections"]).toContain('<figure id="tests">');
    expect(page.slots["sections"]).toContain("[cheap].cost &lt; [dear].cost");
    expect(page.slots["sections"]).toContain("passed by 4 USD");
    expect(page.slots["sections"]).toContain("not checked against the source");
  });

  test("show what authors wrote as text", () => {
    const source = made(HOSTILE);
    for (const { slots } of [claimPage(source), claimsPage([source])]) {
      const html = Object.values(slots).join("\n");
      expect(html).not.toContain("<script");
      expect(html).toContain(markupText(HOSTILE));
      expect(html).not.toContain('href="https://example.org/"');
    }
  });
});

test("the sides of a test are called by what tells them apart", () => {
  expect(sideNames({ less: "[rent].cost / [rent].jobs", than: "[own].cost" })).toEqual(["rent", "own"]);
  expect(sideNames({ less: "[subsidy].price", than: "0.95 * [no subsidy].price" })).toEqual([
    "subsidy",
    "0.95 × no subsidy",
  ]);
  expect(sideNames({ less: "0", than: "[rent out].margin" })).toEqual(["0", "margin"]);
  expect(sideNames({ less: "[market].paid", than: "0.5 * [market].cloud" })).toEqual(["paid", "0.5 * cloud"]);
});
