/** Who proposes next by weighted turns (cometbft/cometbft `types/validator_set.go`). Powers and priorities are whole numbers. */
import { OrreryError } from "../errors.ts";
import { larger } from "./integers.ts";

export interface Turn {
  readonly power: bigint;
  readonly priority: bigint;
}

/** Priorities spread over at most so many times the total power. */
const WINDOW = 2n;

/** A set as it starts: all at −1.125 times the total power, centred. Turns are kept in the order given. */
export function firstTurns(powers: readonly bigint[]): Turn[] {
  const total = totalOf(powers);
  const priority = -(total + (total >> 3n));
  return centred(powers.map((power) => ({ power, priority })));
}

/**
 * Everyone's priority grows by its power; who has the most proposes and pays the total power. Ties go to the earlier in
 * the list (the lower address at the source).
 */
export function nextProposer(turns: readonly Turn[]): { readonly proposer: number; readonly turns: Turn[] } {
  const total = totalOf(turns.map(({ power }) => power));
  const grown = centred(rescaled(turns, WINDOW * total)).map(({ power, priority }) => ({
    power,
    priority: priority + power,
  }));
  let proposer = 0;
  for (const [index, { priority }] of grown.entries())
    if (priority > grown[proposer]!.priority) proposer = index;
  const paid = grown.map((turn, index) =>
    index === proposer ? { ...turn, priority: turn.priority - total } : turn,
  );
  return { proposer, turns: paid };
}

function totalOf(powers: readonly bigint[]): bigint {
  const total = powers.reduce((sum, power) => sum + larger(power, 0n), 0n);
  if (total === 0n) throw new OrreryError("Turns need at least one validator with power above 0.");
  return total;
}

function rescaled(turns: readonly Turn[], most: bigint): readonly Turn[] {
  let [low, high] = [turns[0]!.priority, turns[0]!.priority];
  for (const { priority } of turns) {
    if (priority < low) low = priority;
    if (priority > high) high = priority;
  }
  if (high - low <= most) return turns;
  const ratio = (high - low + most - 1n) / most;
  // BigInt division cuts towards zero, as the source's does.
  return turns.map((turn) => ({ ...turn, priority: turn.priority / ratio }));
}

/** With the mean, rounded down, taken off. */
function centred(turns: readonly Turn[]): Turn[] {
  const count = BigInt(turns.length);
  const sum = turns.reduce((total, { priority }) => total + priority, 0n);
  const mean = sum / count - (sum % count < 0n ? 1n : 0n);
  return turns.map((turn) => ({ ...turn, priority: turn.priority - mean }));
}
