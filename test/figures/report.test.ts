import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { reportPage } from "../../sim/figures/report.ts";
import { drawAll } from "../../sim/figures/svg.ts";
import { DAY } from "../../sim/units.ts";
import { queueInput } from "./generic-runs.ts";
import {
  branchedInput,
  factorialInput,
  frontierInput,
  sampledInput,
  startsInput,
} from "./synthetic-experiments.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

const network = syntheticNetwork({ sample: 10 * DAY });
const page = reportPage(network, drawAll(network), {
  version: "1.2.3",
  assumptions: ["Operating cost is assumed."],
});
const { document } = parseHTML(page);

const tableOf = (page: Document, caption: string) =>
  [...page.querySelectorAll("table")].find((one) =>
    one.querySelector("caption")?.textContent?.startsWith(caption),
  )!;
const sentencesOf = (page: Document, title: string) =>
  [...page.querySelectorAll("section")]
    .filter((section) => section.querySelector("h2")?.textContent === title)
    .flatMap((section) => [...section.querySelectorAll("li")].map((item) => item.textContent ?? ""));
const pageOf = (input: FigureInput, options = {}) =>
  parseHTML(reportPage(input, drawAll(input), options)).document;

describe("reportPage", () => {
  it("needs no network and no script", () => {
    expect(page).not.toMatch(/<script|@import|url\(|<link[^>]+href="(?!data:)/);
    expect(page).not.toMatch(/(?:src|href)="(?!data:|#)/);
  });

  it("shows title, question and finding", () => {
    expect(document.querySelector("h1")?.textContent).toBe("Who keeps the GPUs on?");
    expect(document.querySelector(".question")?.textContent).toContain("After demand halves");
    expect(document.querySelector(".finding")?.textContent).toMatch(
      /^Burn and mint keeps .* more than no token \(95 %: .*\)\.$/,
    );
  });

  it("lists every measure by design with its difference from the control", () => {
    const rows = tableOf(document, "Measures by design").querySelectorAll("tbody tr");
    expect(rows.length).toBe(20);
    const cloud = [...rows].find((row) => row.textContent?.includes("market.cloudUsdPerGpuHour"))!;
    expect([...cloud.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual([
      "2.12.1 to 2.1",
      "2.1 =2.1 to 2.1",
      "2.1 =2.1 to 2.1",
      "2.1 =2.1 to 2.1",
      "–",
    ]);
  });

  it("heads every table, column and row", () => {
    for (const table of document.querySelectorAll("table")) {
      expect(table.querySelector("caption")?.textContent).not.toBe("");
      for (const heading of table.querySelectorAll("thead th"))
        expect(heading.getAttribute("scope")).toBe("col");
      for (const row of table.querySelectorAll("tbody tr"))
        expect(row.querySelector('th[scope="row"]')).not.toBeNull();
    }
  });

  it("adds up the flows of each sector exactly", () => {
    const table = tableOf(document, "Flows of usd, burn and mint");
    const headings = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent);
    const net = [...table.querySelectorAll("tbody tr")].at(-1)!;
    const cells = [...net.querySelectorAll("th, td")].map((cell) => cell.textContent);
    expect(cells[headings.indexOf("pool")]).toBe("");
  });

  it("tells version, seed and every run's digest", () => {
    expect(page).toContain("<dd>1.2.3</dd>");
    for (const { digest } of network.runs) expect(page).toContain(digest);
    expect(page).toContain("Operating cost is assumed.");
  });

  it("is the same page for the same runs", () => {
    expect(
      reportPage(network, drawAll(network), {
        version: "1.2.3",
        assumptions: ["Operating cost is assumed."],
      }),
    ).toBe(page);
  });

  it("lists in its contents no two parts under one title", () => {
    for (const shown of [document, pageOf(branchedInput()), pageOf(queueInput())]) {
      const titles = [...shown.querySelectorAll("nav a")].map((link) => link.textContent);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });

  it("speaks of a subsidy where something is minted, and of replications where there are several", () => {
    const titles = (shown: Document) => [...shown.querySelectorAll("h2")].map((one) => one.textContent);
    expect(titles(document)).toContain("Who paid for the subsidy");
    const inDollars = network.runs.map((run) => ({
      ...run,
      flows: run.flows.filter(({ asset }) => asset === "usd"),
    }));
    expect(titles(pageOf({ ...network, runs: inDollars }))).toContain("Who gained, and who paid");
    const single = pageOf({ ...network, runs: network.runs.filter(({ replication }) => replication === 0) });
    for (const caption of single.querySelectorAll("caption"))
      expect(caption.textContent).not.toMatch(/over (\d+ )?replications/);
  });

  it("escapes what authors wrote, everywhere", () => {
    const attack = `"><img src=x onerror=alert(1)>'&`;
    const designs = [{ name: attack, uses: [] }];
    const scenario = {
      ...queueInput().scenario,
      title: attack,
      question: attack,
      notes: [attack],
      designs,
      control: attack,
    };
    const runs = queueInput().runs.map((run) => ({
      ...run,
      design: attack,
      series: { [attack]: run.series["queue.wait"]! },
      summary: { [attack]: 1 },
      measures: { [attack]: { unit: attack, kind: "level" as const, doc: attack, publisher: attack } },
      balances: [{ asset: attack, decimals: 6, sector: attack, opening: 1n, closing: 2n }],
      flows: [
        { period: 0, asset: "usd", decimals: 6, from: attack, to: "b", kind: attack, amount: 1n, value: 1 },
      ],
    }));
    const input = {
      scenario: { ...scenario, assets: [{ name: attack, decimals: 6, place: "" }] },
      runs,
      points: [],
    };
    const { document: attacked } = parseHTML(
      reportPage(input, drawAll(input), { version: attack, assumptions: [attack] }),
    );
    expect(attacked.querySelectorAll("img")).toHaveLength(0);
    expect(attacked.querySelector("h1")?.textContent).toBe(attack);
  });

  it("works with one design, one replication and no ledger", () => {
    const input = queueInput();
    const html = reportPage(input, drawAll(input));
    expect(html).toContain("One replication has no range");
    expect(html).not.toMatch(/undefined|NaN/);
  });
});

describe("reportPage of one replication", () => {
  const whole = branchedInput();
  const input = { ...whole, runs: whole.runs.filter(({ replication }) => replication === 0) };
  const single = pageOf(input, {
    version: "1.2.3",
    started: "2026-05-04T23:59:59.000Z",
    command: "compare",
    arguments: ["my market.yaml", "--replications", "1"],
    failures: [{ run: "halving/3", message: "Supply broke." }],
  });

  it("leads with gains and losses and says which is which, without an interval", () => {
    const found = sentencesOf(single, "What was found");
    expect(found[0]).toMatch(
      /^GPUs online, against \d+ GPUs under no token: \d+ GPUs more under burn and mint \(better\); /,
    );
    expect(found.join("\n")).not.toMatch(/interval|95 %/);
    expect(sentencesOf(single, "What is not established")).toHaveLength(1);
  });

  it("tells when and by what it was made, and the command that makes it again", () => {
    const text = single.querySelector("main")!.textContent!;
    expect(text).toContain("2026-05-04 · Orrery 1.2.3 · 4 designs · 1 replication");
    expect(single.querySelector("code")?.textContent).toBe(
      "npx orrery compare 'my market.yaml' --replications 1",
    );
  });

  it("says on top that runs came to nothing", () => {
    expect(single.querySelector(".failed")?.textContent).toMatch(/^One run came to nothing/);
  });

  it("lists its parts, each a link to where it stands", () => {
    const links = [...single.querySelectorAll("nav a")].map((link) => link.getAttribute("href")!.slice(1));
    expect(links.length).toBeGreaterThan(8);
    for (const id of links) expect(single.querySelectorAll(`[id="${id}"]`)).toHaveLength(1);
  });
});

describe("reportPage of an experiment", () => {
  const branched = pageOf(branchedInput(), { failures: [{ run: "halving/3", message: "Supply broke." }] });

  it("begins with what is established: the best designs, prices, effects of shocks", () => {
    const all = sentencesOf(branched, "What is established").join("\n");
    expect(all).toMatch(/Burn and mint is best in GPUs online, 50[^,]* above bonded ratio, the next/);
    expect(all).toMatch(/0\.381 USD per GPU-hours? .*burn and mint|burn and mint .*0\.381 USD per GPU-hour/);
    expect(all).toMatch(
      /Under burn and mint the effect of demand halves on GPUs online lies 120 GPUs above that under no token/,
    );
  });

  it("lists what is not established as such", () => {
    expect(sentencesOf(branched, "What is not established")).toContain(
      "Not told from no token in the effect of price halves on GPUs online: fixed emission; bonded ratio; burn and mint.",
    );
  });

  it("shows a difference with its interval below each mean", () => {
    const row = [...tableOf(branched, "Means by design").querySelectorAll("tbody tr")].at(-1)!;
    expect(row.querySelector("td")?.textContent).toMatch(/^850 \+150 \*\d+ to \d+$/);
  });

  it("keeps the other futures behind their names", () => {
    const names = [...branched.querySelectorAll("details:not([open]) > summary")].map(
      (one) => one.textContent,
    );
    for (const name of ["none", "price halves", "both"])
      expect(names).toContain(`All measures in another future: ${name}`);
  });

  it("tells branches, failures, and how many runs there were", () => {
    const text = branched.querySelector("main")!.textContent;
    expect(text).toContain("day 365: none, demand halves, price halves, both");
    expect(text).toContain("halving/3: Supply broke.");
    expect([...branched.querySelectorAll("dt")].map((term) => term.textContent)).toContain("Runs");
    expect([...branched.querySelectorAll("dd")].map((fact) => fact.textContent)).toContain("128");
  });

  it("lists starts from which paths do not meet as not established", () => {
    const open = sentencesOf(pageOf(startsInput()), "What is not established");
    expect(open.filter((text) => text.includes("the paths do not meet")).length).toBe(2);
    expect(open.every((text) => text.startsWith("Burn and mint, "))).toBe(true);
  });

  it("tells in how many draws a claim holds, what decides, and where it fails", () => {
    const [first] = sentencesOf(pageOf(sampledInput()), "What is established");
    expect(first).toMatch(/^"burn and mint is best in GPUs online" holds in 45 of 60 draws/);
    expect(first).toMatch(
      /kept the less the more there is of supply\/cohorts\.hurdleRate.*fails mostly where/,
    );
  });

  it("holds the points of a sweep in a table of its own", () => {
    const rows = tableOf(pageOf(frontierInput()), "Points").querySelectorAll("tbody tr");
    expect(rows.length).toBe(5);
  });

  it("shows of sixteen designs all measures behind a summary, and the first ones openly", () => {
    const page = pageOf(factorialInput());
    expect(tableOf(page, "Measures by design").closest("details")).not.toBeNull();
    expect(tableOf(page, "Means by design").closest("details")).toBeNull();
  });

  it("tells who paid, in a table beside the figure", () => {
    const cells = [...tableOf(document, "Profit and loss in million USD").querySelectorAll("tbody tr")];
    expect(cells.map((row) => row.querySelector("th")?.textContent)).toContain("providers");
    expect(document.querySelector("#profit-and-loss")).not.toBeNull();
  });
});
