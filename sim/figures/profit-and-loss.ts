import { sentenceStart } from "./comparison.ts";
import type { Figure, FigureInput, LegendItem } from "./figure.ts";
import { columnsOn } from "./layout.ts";
import { quantityText } from "./number-text.ts";
import { totalOf } from "./profit.ts";
import { largestPart, PARTS, profitPanels, type Statement } from "./profit-panel.ts";
import { booksOf, profitShifts, type SectorProfit, sectorProfits } from "./profit-shifts.ts";
import { comparedDesigns } from "./theme.ts";
import { descriptionOf, futureSentence } from "./wording.ts";

/** Sectors that nobody is behind: they stand in the chart, not in its title. */
const NOBODY: readonly string[] = ["issuance", "pool", "world", "escrow"];
/** Sectors of which no part reaches this share of the largest one only pass money on. */
const NEGLIGIBLE = 2e-3;
const MOST_COLUMNS = 4;

function statementOf(input: FigureInput): Statement {
  const books = booksOf(input);
  const cells = input.scenario.designs.flatMap(({ name }) => sectorProfits(books, name));
  const largest = Math.max(0, ...cells.map(largestPart));
  const sum = (sector: string): number =>
    cells.filter((cell) => cell.sector === sector).reduce((total, cell) => total + totalOf(cell), 0);
  const sectors = books.sectors
    .filter((sector) =>
      cells.some((cell) => cell.sector === sector && largestPart(cell) > NEGLIGIBLE * largest),
    )
    .sort((a, b) => sum(b) - sum(a));
  const designs = input.scenario.designs
    .map(({ name }) => name)
    .filter((name) => cells.some(({ design }) => design === name));
  return { books, designs, sectors, cells };
}

/** Two digits: "280,000 USD", "1.8 million USD". */
const money = (amount: number): string => quantityText(Number(Math.abs(amount).toPrecision(2)), "USD");

function titleOfOne({ cells, sectors }: Statement): string {
  const people = cells
    .filter(({ sector }) => sectors.includes(sector) && !NOBODY.includes(sector))
    .sort((a, b) => totalOf(b) - totalOf(a));
  const [most, least] = [people[0], people.at(-1)];
  if (!most || !least) return "Profit and loss by sector";
  const made = (profit: SectorProfit): string =>
    `${profit.sector} ${totalOf(profit) < 0 ? "lose" : "gain"} ${money(totalOf(profit))}`;
  return sentenceStart(most === least ? made(most) : `${made(most)}, ${made(least)}`);
}

/** The design that shifts most USD, whom it gives most, and who pays most for it. */
function titleOf(input: FigureInput, statement: Statement): string {
  const { control } = input.scenario;
  if (statement.designs.length === 1) return titleOfOne(statement);
  if (!statement.designs.includes(control))
    return sentenceStart(`${control} came to nothing: the other designs are compared with nothing`);
  const people = statement.sectors.filter((sector) => !NOBODY.includes(sector));
  const all = profitShifts(statement.books, comparedDesigns(input.scenario), control, people);
  const isSingle = statement.books.replications === 1;
  const clear = all
    .filter(({ difference }) => (isSingle ? difference.mean !== 0 : difference.verdict !== "undecided"))
    .sort((a, b) => b.difference.mean - a.difference.mean);
  if (clear.length === 0) return `No design clearly shifts money between sectors against ${control}`;
  const size = ({ difference }: (typeof clear)[number]) => Math.abs(difference.mean);
  const { design } = clear.reduce((one, other) => (size(other) > size(one) ? other : one));
  const own = clear.filter((shift) => shift.design === design);
  const [gain, loss] = [own[0]!, own.at(-1)!];
  const gained = gain.difference.mean > 0 ? [`${gain.sector} gain ${money(gain.difference.mean)}`] : [];
  const lost = loss.difference.mean < 0 ? [`${loss.sector} lose ${money(loss.difference.mean)}`] : [];
  const caution = isSingle ? "in one replication, " : "";
  return sentenceStart(`${caution}against ${control}, under ${design} ${[...gained, ...lost].join(" and ")}`);
}

const LEGEND: readonly LegendItem[] = PARTS.map(({ label, color }) => ({ label, color }));

/** Profit and loss by sector and design: who paid for what was given away. */
export const profitAndLoss: Figure = {
  name: "profit-and-loss",
  shows: "one future",
  needs: [],
  applies: (input) => statementOf(input).sectors.length > 0,
  plot: (input) => {
    const statement = statementOf(input);
    const { replications } = statement.books;
    const designs = statement.designs.length;
    // Rows of panels as even as can be: five stand as three and two.
    const columns = columnsOn(input, Math.ceil(designs / Math.ceil(designs / MOST_COLUMNS)));
    const title = titleOf(input, statement);
    const what = "Profit and loss of each sector over the whole run";
    const shown =
      replications > 1
        ? `dot: total, mean of ${replications} replications; line: its 95 % interval`
        : "dot: total of one replication";
    return {
      title,
      subtitle: `${futureSentence(input)}${what}; bars: its parts; ${shown}.`,
      caption:
        "Without what owners put in or take back: a customer's budget and a stake are no income. What customers do with their GPU time is not in the books. USD sum to zero over all sectors, and so do tokens at the price of the month, issuance included; revaluation does not.",
      legend: LEGEND,
      panels: profitPanels(input, statement, columns),
      columns,
      description: descriptionOf(input, title, what),
    };
  },
};
