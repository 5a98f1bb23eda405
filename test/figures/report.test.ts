import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../sim/figures/report.ts";
import { drawAll } from "../../sim/figures/svg.ts";
import { DAY } from "../../sim/units.ts";
import { queueInput } from "./generic-runs.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

const network = syntheticNetwork({ sample: 10 * DAY });
const page = reportPage(network, drawAll(network), {
  version: "1.2.3",
  assumptions: ["Operating cost is assumed."],
});
const { document } = parseHTML(page);

describe("reportPage", () => {
  it("needs no network and no script", () => {
    expect(page).not.toMatch(/<script|@import|url\(|<link[^>]+href="(?!data:)/);
    expect(page).not.toMatch(/(?:src|href)="(?!data:|#)/);
  });

  it("shows title, question and finding", () => {
    expect(document.querySelector("h1")?.textContent).toBe("Who keeps the GPUs on?");
    expect(document.querySelector(".question")?.textContent).toContain("After demand halves");
    expect(document.querySelector(".finding")?.textContent).toMatch(
      /^Burn and mint keeps .* more than no token\.$/,
    );
  });

  it("lists every measure by design with its difference from the control", () => {
    const rows = [...document.querySelectorAll("table")][0]!.querySelectorAll("tbody tr");
    expect(rows).toHaveLength(20);
    const cloud = [...rows].find((row) => row.textContent?.includes("market.cloudUsdPerGpuHour"))!;
    expect([...cloud.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual([
      "USD per GPU-hour",
      "2.12.1 to 2.1",
      "2.1 (0)2.1 to 2.1",
      "2.1 (0)2.1 to 2.1",
      "2.1 (0)2.1 to 2.1",
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
    const table = [...document.querySelectorAll("table")].find((one) =>
      one.querySelector("caption")?.textContent?.startsWith("Flows of usd, burn and mint"),
    )!;
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
    const input = { scenario: { ...scenario, assets: [{ name: attack, decimals: 6 }] }, runs };
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
