import { parseValue } from "../../sim/scenario/settings.ts";

/** What a reader asks of a scenario; an address says it, so that an address is an experiment. */
export interface Question {
  /** Parameters by path, as a file has them. */
  readonly set: Readonly<Record<string, unknown>>;
  /** The future; undefined: the one that the page shows first. */
  readonly branch?: string;
  /** The designs that are run; undefined: those that the page chooses. */
  readonly designs?: readonly string[];
}

const START = "#what-if?";
/** No path of a parameter is called so: each has a dot. */
const BRANCH = "branch";
const DESIGN = "design";

/** `#what-if?contracts/escrow.fee=0.1&branch=demand%20halves`; empty where nothing is asked. */
export function addressOf({ set, branch, designs }: Question): string {
  const parts = [
    ...Object.entries(set).map(([path, value]) => [path, valueText(value)] as const),
    ...(branch === undefined ? [] : [[BRANCH, branch] as const]),
    ...(designs ?? []).map((design) => [DESIGN, design] as const),
  ];
  const text = parts.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
  return text === "" ? "" : START + text;
}

/** What an address asks, unchecked: the simulator refuses what a file may not say. Undefined where it is another part of the page. */
export function questionIn(hash: string): Question | undefined {
  if (!hash.startsWith(START)) return undefined;
  const set: [string, unknown][] = [];
  const designs: string[] = [];
  let branch: string | undefined;
  for (const [name, value] of new URLSearchParams(hash.slice(START.length))) {
    if (name === BRANCH) branch = value;
    else if (name === DESIGN) designs.push(value);
    else set.push([name, parseValue(value)]);
  }
  return {
    set: Object.fromEntries(set),
    ...(branch === undefined ? {} : { branch }),
    ...(designs.length === 0 ? {} : { designs }),
  };
}

/** A text that would be read as a number, or as true, stands in quotes, as in a file. */
function valueText(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return parseValue(value) === value ? value : JSON.stringify(value);
}

/** Slashes, colons and brackets of paths stay readable. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/%(2F|3A|5B|5D)/g, (code) => decodeURIComponent(code));
