import type { Index } from "../../indexed.ts";
import type { FlowRow } from "../../model/ledger/statements.ts";

/** Rows of flows by column: what many have in common stands once. */
export interface PackedFlows {
  /** Distinct assets, sectors and kinds of movement. */
  readonly ends: readonly (readonly [
    asset: string,
    decimals: number,
    from: string,
    to: string,
    kind: string,
  ])[];
  readonly end: Uint16Array;
  readonly period: Uint32Array;
  /** Base units. */
  readonly amount: readonly bigint[];
  readonly value: Float64Array;
}

export function packedFlows(rows: readonly FlowRow[]): PackedFlows {
  const numbers = new Map<string, number>();
  const ends: PackedFlows["ends"][number][] = [];
  const end = rows.map(({ asset, decimals, from, to, kind }) => {
    const own = [asset, decimals, from, to, kind] as const;
    const key = JSON.stringify(own);
    const number = numbers.get(key) ?? ends.push(own) - 1;
    numbers.set(key, number);
    return number;
  });
  return {
    ends,
    end: Uint16Array.from(end),
    period: Uint32Array.from(rows, ({ period }) => period),
    amount: rows.map(({ amount }) => amount),
    value: Float64Array.from(rows, ({ value }) => value),
  };
}

export const flowsOf = ({ ends, end, period, amount, value }: PackedFlows): FlowRow[] =>
  amount.map((own, at) => {
    const [asset, decimals, from, to, kind] = ends[end[at as Index]]!;
    return {
      period: period[at as Index],
      asset,
      decimals,
      from,
      to,
      kind,
      amount: own,
      value: value[at as Index],
    };
  });
