import { parseValue } from "../../../sim/scenario/settings.ts";

/** What a reader asks of a scenario; an address says it, so that an address is an experiment. */
export interface Question {
  /** Parameters by path, as a file has them. */
  readonly set: Readonly<Record<string, unknown>>;
  /** The future; undefined: the one that the page shows first. */
  readonly branch?: string;
  /** The designs that are run; undefined: those that the page chooses. */
  readonly designs?: readonly string[];
}

/** An address taken apart: what it asks, and what it says twice. */
export interface Addressed {
  readonly question: Question;
  readonly problems: readonly string[];
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

/**
 * What an address asks. Whether there are such designs, futures and parameters, and whether the values will do, is for
 * others to say. Undefined where it is another part of the page.
 */
export function questionIn(hash: string): Addressed | undefined {
  if (!hash.startsWith(START)) return undefined;
  const set = new Map<string, unknown>();
  const branches: string[] = [];
  const designs: string[] = [];
  const twice = new Set<string>();
  for (const [name, value] of new URLSearchParams(hash.slice(START.length))) {
    if (name === BRANCH) branches.push(value);
    else if (name === DESIGN) designs.push(value);
    else if (set.has(name)) twice.add(name);
    else set.set(name, parseValue(value));
  }
  if (branches.length > 1) twice.add(BRANCH);
  const question = {
    set: Object.fromEntries(set),
    ...(branches.length === 0 ? {} : { branch: branches[0]! }),
    ...(designs.length === 0 ? {} : { designs: [...new Set(designs)] }),
  };
  return { question, problems: [...twice].map((name) => `${name}: It is set twice.`) };
}

/** A text that would be read as a number, or as true, stands in quotes, as in a file. */
function valueText(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return parseValue(value) === value ? value : JSON.stringify(value);
}

/** Slashes, colons and brackets of paths stay readable. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/%(2F|3A|5B|5D)/g, (code) => decodeURIComponent(code));
