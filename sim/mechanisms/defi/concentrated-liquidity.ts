import { OrreryError } from "../../errors.ts";
import {
  amountOfAsset0,
  amountOfAsset1,
  sqrtPriceOf,
  swapWithinRange,
} from "../../formulas/concentrated-liquidity.ts";
import { fractionOf, times } from "../../formulas/fraction.ts";
import { larger, smaller } from "../../formulas/integers.ts";
import { definePool, type Filled, type Order, type Pool, type Reserves } from "../../kit/pool/define-pool.ts";
import { sqrt } from "../../math.ts";
import { number, table } from "../../schema/fields.ts";
import { inlineTable, numberColumn, type Table } from "../../schema/table.ts";

const UNISWAP = "Adams et al., Uniswap v3 core, 2021";
const SET = "Orrery: for the scenario to set";
const Q96 = Number(1n << 96n);
/** A basis point, in the contract's millionths. */
const MILLIONTHS = 100;

const params = {
  price: number("USD/token", {
    default: 0.2,
    min: 1e-12,
    max: 1e12,
    doc: "Price at the start.",
    source: SET,
  }),
  positions: table(
    {
      low: { type: "number", unit: "USD/token", min: 1e-12, max: 1e12 },
      high: { type: "number", unit: "USD/token", min: 1e-12, max: 1e12 },
      usd: { type: "number", unit: "USD", min: 1e-6, max: 1e15 },
    },
    {
      default: inlineTable({ low: [0.1, 0.02], high: [0.4, 2], usd: [1_000_000, 1_000_000] }),
      doc: "Liquidity by price: each row trades from a low to a high price, and is worth so many USD at the first. Beyond all of them nobody trades.",
      source: SET,
    },
  ),
};

interface State {
  /** Square roots of prices in base units of USD over the token's, in 1/2^96. */
  sqrtPrice: bigint;
  low: bigint[];
  high: bigint[];
  liquidity: bigint[];
}
type Here = Pool<typeof params, State>;

export const concentratedLiquidity = definePool({
  name: "defi/concentrated-liquidity",
  summary:
    "Trades a token for USD against liquidity that its owners have put between prices of their choice.",
  source: `${UNISWAP}; Uniswap/v3-core SwapMath.sol. Ends are prices and not ticks; fees stay beside the liquidity`,
  params,
  fee: { default: 30, source: `${UNISWAP}: 0.05, 0.3 and 1 %` },
  init({ positions }): State {
    const low = numberColumn(positions, "low");
    const wrong = low.findIndex((from, row) => from >= numberColumn(positions, "high")[row]!);
    if (wrong >= 0)
      throw new OrreryError(`positions › row ${wrong + 1} of defi/concentrated-liquidity has no width.`, [
        `low ${low[wrong]}`,
        `high ${numberColumn(positions, "high")[wrong]}`,
      ]);
    return { sqrtPrice: 0n, low: [], high: [], liquidity: [] };
  },
  tokens: ({ price, positions }) =>
    rowsOf(positions).reduce((sum, { low, high, usd }) => sum + usd * perUsd(price, low, high).tokens, 0),
  start: provideLiquidity,
  fill: sellThrough,
  price: ({ state, ledger, asset }) => {
    const root = Number(state.sqrtPrice) / Q96;
    return (
      root * root * Number(`1e${ledger.assets[asset.token]!.decimals - ledger.assets[asset.usd]!.decimals}`)
    );
  },
  claim: "what its positions are owed is there",
  holds({ state }, _, after) {
    const { tokens, usd } = owed(state, false);
    return after.tokens >= tokens && after.usd >= usd;
  },
});

interface Position {
  readonly low: number;
  readonly high: number;
  readonly usd: number;
}

function rowsOf(positions: Table): Position[] {
  const [low, high, usd] = ["low", "high", "usd"].map((name) => numberColumn(positions, name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return Array.from(low, (_, row) => ({ low: low[row]!, high: high[row]!, usd: usd[row]! }));
}

/** What a USD put between two prices is: tokens, USD, and liquidity (the white paper's equations 6.29 and 6.30). */
function perUsd(
  price: number,
  low: number,
  high: number,
): { readonly tokens: number; readonly usd: number; readonly liquidity: number } {
  const root = sqrt(Math.min(Math.max(price, low), high));
  const tokens = 1 / root - 1 / sqrt(high);
  const usd = root - sqrt(low);
  const worth = tokens * price + usd;
  return { tokens: tokens / worth, usd: usd / worth, liquidity: 1 / worth };
}

/** Puts every position where it belongs, and takes what that needs from the genesis and the world. */
function provideLiquidity({ state, params, ledger, account, asset }: Here): void {
  const { price, positions } = params;
  const decimals = [asset.token, asset.usd].map((id) => ledger.assets[id]!.decimals) as [number, number];
  const inUnits = fractionOf(`1e${decimals[1] - decimals[0]}`);
  const rootOf = (usd: number): bigint => sqrtPriceOf(times(fractionOf(usd), inUnits));
  // The root of 10 to the power of both assets' decimals.
  const units = sqrt(Number(`1e${decimals[0] + decimals[1]}`));
  state.sqrtPrice = rootOf(price);
  for (const { low, high, usd } of rowsOf(positions)) {
    state.low.push(rootOf(low));
    state.high.push(rootOf(high));
    state.liquidity.push(BigInt(Math.floor(usd * perUsd(price, low, high).liquidity * units)));
  }
  const needed = owed(state, true);
  ledger.mint(asset.token, account.pool, needed.tokens, "genesis");
  ledger.transfer(asset.usd, account.world, account.pool, needed.usd, "genesis");
}

/** What all positions hold at the present price; `up`: as the pool asks for it. */
function owed({ sqrtPrice, low, high, liquidity }: State, up: boolean): Reserves {
  let tokens = 0n;
  let usd = 0n;
  for (const [row, of] of liquidity.entries()) {
    const at = smaller(larger(sqrtPrice, low[row]!), high[row]!);
    tokens += amountOfAsset0({ sqrtLow: at, sqrtHigh: high[row]!, liquidity: of, up });
    usd += amountOfAsset1({ sqrtLow: low[row]!, sqrtHigh: at, liquidity: of, up });
  }
  return { tokens, usd };
}

/** Stretch after stretch until the order is done, or no position is left that would take it. */
function sellThrough({ state, params }: Here, { sellsToken, amountIn }: Order): Filled {
  let left = amountIn;
  let out = 0n;
  while (left > 0n) {
    const sqrtTarget = nextEnd(state, sellsToken);
    if (sqrtTarget === undefined) break;
    const liquidity = liquidityTo(state, sqrtTarget);
    if (liquidity === 0n) {
      state.sqrtPrice = sqrtTarget;
      continue;
    }
    const swap = swapWithinRange({
      sqrtPrice: state.sqrtPrice,
      sqrtTarget,
      liquidity,
      amount: left,
      feeMillionths: params.fee * MILLIONTHS,
    });
    state.sqrtPrice = swap.sqrtPrice;
    left -= swap.amountIn + swap.fee;
    out += swap.amountOut;
  }
  return { spent: amountIn - left, out };
}

/** The end of a position that comes next as the price falls (tokens are sold) or rises. */
function nextEnd({ sqrtPrice, low, high }: State, falls: boolean): bigint | undefined {
  let next: bigint | undefined;
  for (const end of [...low, ...high])
    if (
      falls
        ? end < sqrtPrice && (next === undefined || end > next)
        : end > sqrtPrice && (next === undefined || end < next)
    )
      next = end;
  return next;
}

/** Liquidity of the positions that reach from the price to an end that nothing lies before. */
function liquidityTo({ sqrtPrice, low, high, liquidity }: State, end: bigint): bigint {
  const [from, to] = [smaller(sqrtPrice, end), larger(sqrtPrice, end)];
  return liquidity.reduce((sum, of, row) => (low[row]! <= from && high[row]! >= to ? sum + of : sum), 0n);
}
