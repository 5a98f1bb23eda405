import type { Quantity } from "../exact-decimal.ts";
import { genesis } from "../mechanisms/issuance/genesis.ts";
import type { AccountDeclaration } from "../model/accounts.ts";
import type { Use } from "../model/mechanism.ts";

/** A known network as a design of a few parts, in the state of a stated day. */
export interface Preset {
  /** `preset/akash`, equals the file's name. */
  readonly name: string;
  /** What the network calls itself, and its token: `Akash`, `AKT`. */
  readonly network: string;
  readonly token: string;
  /** Decimals of the token's base unit. */
  readonly decimals: number;
  /** The day whose state it starts from, as far as the sources tell: 2026-06, or 2026-06-11. */
  readonly asOf: string;
  /** One sentence: who is paid, by which rule. */
  readonly summary: string;
  readonly sources: readonly string[];
  /** What the sources leave open, and what is taken for it; empty where nothing is. */
  readonly unverified: readonly string[];
  /** What one event stands for: the step at which rules are summed, exactly. */
  readonly step: string;
  /** Tokens that there are on that day. */
  readonly supply: Quantity;
  /** How many of them its parts grant, locked or not: the rest is the genesis. */
  readonly granted?: number;
  /** Who holds them, by weight; left out: holders. */
  readonly allocation?: Readonly<Record<string, number>>;
  /** Mechanisms that make up the network: its opening supply, its chain, its issuance, what it burns. No price and no use. */
  readonly parts: readonly Use[];
}

/**
 * A preset as it stands in a scenario: parameters of its parts by path (`{ "issuance/halving.interval": 1000 }`), and
 * `asset`, the name of its token there.
 */
export type PresetSettings = Readonly<Record<string, unknown>>;

/** Puts a preset into a design: `akash()`, `filecoin({ "issuance/simple-and-baseline.growth": 0.2 }, { in: "fil" })`. */
export interface PresetFactory {
  (settings?: PresetSettings, options?: Pick<Use, "in">): Use;
  readonly preset: Preset;
}

export function definePreset({ parts, ...known }: Preset): PresetFactory {
  const { supply, granted = 0, allocation = { holders: 1 } } = known;
  const opening = granted === 0 ? supply : Number(supply) - granted;

  const preset: Preset = { ...known, parts: [genesis({ supply: opening, allocation }), ...parts] };
  const use = (settings: PresetSettings = {}, options: Pick<Use, "in"> = {}): Use => ({
    mechanism: preset.name,
    params: settings,
    ...options,
  });
  return Object.assign(use, { preset });
}

/** A part of a preset, by the name of its mechanism, and what the preset sets of it. */
export interface PresetPart {
  readonly mechanism: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export const partsOf = ({ parts }: Preset): PresetPart[] =>
  parts.map(({ mechanism, params }) => ({
    mechanism: typeof mechanism === "string" ? mechanism : mechanism.name,
    params: params as PresetPart["params"],
  }));

/** The mechanisms of a preset, by name. */
export const partNames = (preset: Preset): string[] => partsOf(preset).map(({ mechanism }) => mechanism);

/** Whether a part of it buys tokens with what customers pay. */
export const buysWithUse = ({ parts }: Preset): boolean =>
  parts.some(({ mechanism }) =>
    Object.values<AccountDeclaration>(typeof mechanism === "string" ? {} : (mechanism.accounts ?? {})).some(
      (account) => account.kind === "provide" && account.met === "burnDesk",
    ),
  );
