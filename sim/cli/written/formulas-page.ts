import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../scenario/load-bundle.ts";

/** The files of formulas that the package exports, in parts. */
export const FORMULAS: Readonly<Record<string, readonly string[]>> = {
  Issuance: [
    "aethir",
    "burn-mint-elastic",
    "cosmos-mint",
    "disinflation",
    "endowment",
    "filecoin-pledge",
    "filecoin-rewards",
    "halving",
    "helium",
    "ideal-stake-curve",
    "nosana",
    "proof-of-compute-epochs",
    "proof-of-stake",
    "render-rewards",
    "smooth-tail",
    "stepped-cap",
    "subnets",
    "supply-halving",
    "target-bonding",
    "theta",
  ],
  "Sharing, locking and prices": [
    "bonding-curve",
    "concentrated-liquidity",
    "constant-product",
    "delegation",
    "reward-accumulator",
    "stable-swap",
    "vesting",
    "vote-escrow",
    "weighted-pool",
  ],
  Consensus: [
    "asert",
    "double-spend",
    "ethereum-difficulty",
    "ethereum-penalties",
    "lwma",
    "proposer-priority",
    "retarget",
  ],
  Fees: ["base-fee", "blob-fee"],
  "Queues and work": ["queues", "birth-death", "batched-decoding", "audit-game", "parallel-execution"],
  Numbers: ["decimal", "fraction"],
};

/** The public formulas as a page of Markdown, from their sources: what each says of itself, and how it is called. */
export function formulasPage(): string {
  const page = [
    "# Formulas",
    'Written by `npm run docs` from `sim/formulas`: published rules and closed forms, one by one, as `import { blockSubsidy } from "orrery"` gives them. Arguments are named. Whole numbers are `bigint` in the scale of the source; `Whole` is a `number` without a fraction or a `bigint`. What is no input of the rule is refused in words. Files of several closed forms come as one: `queues.mmc`, `birthDeath.timeAverageVariance`, `fractions`, `decimals`.',
    ...Object.entries(FORMULAS).flatMap(([part, names]) => [`## ${part}`, ...names.map(fileText)]),
  ];
  return `${page.join("\n\n")}\n`;
}

function fileText(name: string): string {
  const source = readFileSync(path.join(ROOT, "sim/formulas", `${name}.ts`), "utf8");
  // Words on top of a file that are not those of its first statement.
  const top = /^\/\*\*([\s\S]*?)\*\/\n(?!export|const|function)/.exec(source)?.[1];
  const declared = [
    ...source.matchAll(/^(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export (?:type |interface |const |function )/gm),
  ].map(({ index }) => declaration(source.slice(index)));
  const title = `### ${name}`;
  return [title, ...(top ? [plain(top)] : []), `\`\`\`ts\n${declared.join("\n\n")}\n\`\`\``].join("\n\n");
}

const plain = (comment: string): string =>
  comment
    .split("\n")
    .map((line) => line.replace(/^ \* ?/, "").trim())
    .join(" ")
    .trim();

/** A statement without its body: words, and what is exported. */
function declaration(text: string): string {
  const start = /^(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?/.exec(text)![0].length;
  const end = /^export function/.test(text.slice(start)) ? bodyOf(text, start) : statementEnd(text, start);
  return text.slice(0, end).trimEnd();
}

/** Where the body of a function begins: behind its arguments and the type that it gives. */
function bodyOf(text: string, start: number): number {
  const given = closing(text, text.indexOf("(", start)) + 1;
  const type = /^: (?=\{)/.exec(text.slice(given));
  return text.indexOf(" {\n", type ? closing(text, given + 2) : given);
}

/** Where a statement ends: the first end of a line at which nothing is open. */
function statementEnd(text: string, start: number): number {
  const line = text.indexOf("\n", start);
  const opened = /[{([]$/.exec(text.slice(start, line));
  return opened ? text.indexOf("\n", closing(text, start + opened.index)) : line;
}

/** The bracket that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if ("({[".includes(text[index]!)) depth += 1;
    if (")}]".includes(text[index]!)) depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
