/** What those who secure a chain take in, seen from their balances. */
import { accrue, averageRate, newRunningAverage, type RunningAverage } from "./running-average.ts";

/** Plain data. */
export interface SecurityIncome {
  /** Tokens that had come in at the last booking. */
  seen: number;
  /** Tokens and USD booked since the start. */
  tokens: number;
  usd: number;
  /** Days that were booked. */
  days: number;
  readonly averageTokens: RunningAverage;
  readonly averageUsd: RunningAverage;
}

export const newSecurityIncome = (): SecurityIncome => ({
  seen: 0,
  tokens: 0,
  usd: 0,
  days: 0,
  averageTokens: newRunningAverage(),
  averageUsd: newRunningAverage(),
});

/**
 * Books a day: what came in since the last one, at the price of now.
 *
 * @param received tokens held and tokens paid out, together: all that ever came in
 * @param halfLife days of the averages
 * @returns tokens of the day
 */
export function bookDay(
  income: SecurityIncome,
  received: number,
  usdPerToken: number,
  halfLife: number,
): number {
  const tokens = Math.max(0, received - income.seen);
  income.seen = received;
  income.tokens += tokens;
  income.usd += tokens * usdPerToken;
  income.days++;
  accrue(income.averageTokens, tokens, 1, halfLife);
  accrue(income.averageUsd, tokens * usdPerToken, 1, halfLife);
  return tokens;
}

/** Books what came in on the part of a day before the horizon: averages are over days. */
export function bookRest(income: SecurityIncome, received: number, usdPerToken: number): void {
  const tokens = Math.max(0, received - income.seen);
  income.seen = received;
  income.tokens += tokens;
  income.usd += tokens * usdPerToken;
}

/**
 * Income and days since the start, with what has come in since the last booking, at the price of now.
 *
 * @param day of now, from the start; a fraction counts
 */
export const incomeBy = (
  { seen, usd }: SecurityIncome,
  received: number,
  usdPerToken: number,
  day: number,
): readonly [usd: number, days: number] => [usd + Math.max(0, received - seen) * usdPerToken, day];

/** Averages a day. */
export const tokensPerDay = ({ averageTokens }: SecurityIncome): number => averageRate(averageTokens);
export const usdPerDay = ({ averageUsd }: SecurityIncome): number => averageRate(averageUsd);
