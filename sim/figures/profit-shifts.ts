import { measureIn } from "../model/measures.ts";
import { WORLD } from "../model/place.ts";
import { pairMeans } from "../statistics/antithetic.ts";
import { type JointDifference, jointDifferences } from "../statistics/holm.ts";
import { tInterval } from "../statistics/interval.ts";
import { momentsOf } from "../statistics/moments.ts";
import { pairedDifference, type Sample } from "../statistics/paired.ts";
import type { FigureInput } from "./figure.ts";
import { type Priced, type Profit, profits, totalOf } from "./profit.ts";

/** Profit or loss of a sector under a design: means over replications, which add up as the profits of a run do. */
export interface SectorProfit extends Profit {
  readonly design: string;
  /** 95 % interval of the total; without bounds for one replication. */
  readonly low: number;
  readonly high: number;
}

interface RunProfits {
  readonly design: string;
  readonly replication: number;
  readonly bySector: ReadonlyMap<string, Profit>;
}

/** The books of one future, read once: runs of which only the summary was kept have none. */
export interface Books {
  readonly runs: readonly RunProfits[];
  readonly sectors: readonly string[];
  readonly replications: number;
  /** Replications come in pairs whose means alone are independent. */
  readonly antithetic: boolean;
}

export function booksOf({ scenario, runs }: FigureInput): Books {
  const tokens = pricedTokens(scenario);
  const read = runs
    .filter(({ flows }) => flows.length > 0)
    .map((run) => ({
      design: run.design,
      replication: run.replication,
      bySector: new Map(profits(run, tokens).map((profit) => [profit.sector, profit])),
    }));
  const sectors = [...new Set(read.flatMap(({ bySector }) => [...bySector.keys()]))].sort();
  return {
    runs: read,
    sectors,
    replications: new Set(read.map(({ replication }) => replication)).size,
    antithetic: scenario.antithetic,
  };
}

const PRICE = "token.usd";

/** The token of the world, which `token.usd` is the price of, and those of places by the prices there. */
function pricedTokens({ assets }: FigureInput["scenario"]): Priced[] {
  const issued = assets.filter(({ name }) => name !== "usd");
  const first = issued.find(({ place }) => place === WORLD);
  return [
    ...(first ? [{ asset: first.name, price: PRICE }] : []),
    ...issued
      .filter(({ place }) => place !== WORLD)
      .map(({ name, place }) => ({ asset: name, price: measureIn(place, PRICE) })),
  ];
}

/** Totals of a sector under a design, by replication or antithetic pair. */
function totals({ runs, antithetic }: Books, design: string, sector: string): Sample {
  const own = runs.filter((run) => run.design === design);
  const sample = new Map(
    own.map(({ replication, bySector }) => [
      replication,
      totalOf(bySector.get(sector) ?? { sector, ...NONE }),
    ]),
  );
  return antithetic ? pairMeans(sample) : sample;
}

const NONE = { usd: 0, tokens: 0, revaluation: 0 };

/** Of every design and sector. A sector that a design does not have has made nothing. */
export function sectorProfits(books: Books, design: string): SectorProfit[] {
  const own = books.runs.filter((run) => run.design === design);
  if (own.length === 0) return [];
  return books.sectors.map((sector) => {
    const found = own.map(({ bySector }) => bySector.get(sector) ?? { sector, ...NONE });
    const meanOf = (part: (profit: Profit) => number) => momentsOf(found.map(part)).mean;
    const { low, high } = tInterval(totals(books, design, sector).values());
    return {
      sector,
      design,
      usd: meanOf(({ usd }) => usd),
      tokens: meanOf(({ tokens }) => tokens),
      revaluation: meanOf(({ revaluation }) => revaluation),
      low,
      high,
    };
  });
}

export interface ProfitShift {
  readonly design: string;
  readonly sector: string;
  /** Profit under the design less that under the control, in USD. */
  readonly difference: JointDifference;
}

/** What each design brings or costs each of the sectors, against the control; all differences are read together. */
export function profitShifts(
  books: Books,
  designs: readonly string[],
  control: string,
  sectors: readonly string[],
): ProfitShift[] {
  const cells = designs.flatMap((design) => sectors.map((sector) => ({ design, sector })));
  const joint = jointDifferences(
    cells.map(({ design, sector }) =>
      pairedDifference(totals(books, design, sector), totals(books, control, sector)),
    ),
  );
  return cells.map((cell, index) => ({ ...cell, difference: joint[index]! }));
}
