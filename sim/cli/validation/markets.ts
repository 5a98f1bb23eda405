import { callMarket } from "../../formulas/call-market.ts";
import { sqrtPriceAtTick, tickAtSqrtPrice } from "../../formulas/concentrated-liquidity.ts";
import { constantProductOut } from "../../formulas/constant-product.ts";
import { highestLosingBid, smoothedTarget } from "../../formulas/spot-price.ts";
import { stableInvariant } from "../../formulas/stable-swap.ts";
import type { Validation } from "../../site/validation.ts";
import { casesOf, sourceOf, vectors } from "./vectors.ts";

const POOLS = "Pools of tokens";
const AUCTIONS = "Auctions";

interface Uniswap2 {
  readonly cases: readonly {
    readonly amountIn: string;
    readonly reserveIn: string;
    readonly reserveOut: string;
    readonly expectedOut: string;
  }[];
}
interface Uniswap3 {
  readonly tickToSqrtPrice: readonly (readonly [tick: number, price: string])[];
  readonly sqrtPriceToTick: readonly (readonly [price: string, tick: number])[];
}

const ones = (...prices: readonly number[]) => prices.map((price) => ({ price, quantity: 1 }));
const bids = (...limits: readonly number[]) => limits.map((limit) => ({ gpus: 1, limit }));
const E18 = 10n ** 18n;

export const MARKETS: readonly Validation[] = [
  {
    id: "uniswap-v2",
    subject: POOLS,
    what: "Uniswap v2: what a swap gives",
    source: sourceOf("uniswap_v2_amount_out"),
    unit: "1e-18",
    tolerance: "exact",
    cases: () =>
      casesOf(vectors<Uniswap2>("uniswap_v2_amount_out").cases, (swap) => [
        `${swap.amountIn} into ${swap.reserveIn}`,
        BigInt(swap.expectedOut),
        constantProductOut({
          amountIn: BigInt(swap.amountIn),
          reserveIn: BigInt(swap.reserveIn),
          reserveOut: BigInt(swap.reserveOut),
        }),
      ]),
  },
  {
    id: "uniswap-v3",
    subject: POOLS,
    what: "Uniswap v3: ticks and square roots of prices",
    source: sourceOf("uniswap_v3_tickmath"),
    unit: "",
    tolerance: "exact",
    cases: () => {
      const { tickToSqrtPrice, sqrtPriceToTick } = vectors<Uniswap3>("uniswap_v3_tickmath");
      return [
        ...casesOf(tickToSqrtPrice, ([tick, price]) => [
          `tick ${tick}`,
          BigInt(price),
          sqrtPriceAtTick({ tick }),
        ]),
        ...casesOf(sqrtPriceToTick, ([price, tick]) => [
          `root ${price}`,
          tick,
          tickAtSqrtPrice({ sqrtPrice: BigInt(price) }),
        ]),
      ];
    },
  },
  {
    id: "curve-invariant",
    subject: POOLS,
    what: "Curve: the invariant of an even pool is the sum of its balances",
    source: "Egorov (2019): StableSwap: efficient mechanism for Stablecoin liquidity",
    unit: "1e-18",
    tolerance: "exact",
    cases: () => [
      {
        label: "a million of each",
        published: 2_000_000n * E18,
        ours: stableInvariant({ balances: [E18 * 1_000_000n, E18 * 1_000_000n], amplification: 100n }),
      },
    ],
  },
  {
    id: "call-market",
    subject: AUCTIONS,
    what: "A call market: bids of 9, 7, 5, 3 meet asks of 2, 4, 6 midway between the marginal pair",
    source:
      "Rustichini, Satterthwaite and Williams (1994): Convergence to Efficiency in a Simple Market: the k-double auction, by hand",
    unit: "",
    tolerance: "exact",
    cases: () => {
      const { price, volume } = callMarket(ones(9, 7, 5, 3), ones(2, 4, 6));
      return [
        { label: "price", published: 5.5, ours: price },
        { label: "volume", published: 2, ours: volume },
      ];
    },
  },
  {
    id: "highest-losing-bid",
    subject: AUCTIONS,
    what: "A uniform price for k units is the highest bid that loses, or the reserve",
    source: "Vickrey (1961): Counterspeculation, Auctions, and Competitive Sealed Tenders: by hand",
    unit: "USD/GPU h",
    tolerance: "exact",
    cases: () =>
      casesOf(
        [
          [[9, 7, 5, 3], 2, 5],
          [[9, 7], 2, 0.1],
          [[9, 7, 0.05], 3, 0.1],
        ] as const,
        ([limits, units, price]) => [
          `${limits.join(", ")} for ${units}`,
          price,
          highestLosingBid(bids(...limits), units, 0.1).usdPerGpuHour,
        ],
      ),
  },
  {
    id: "smoothed-spot",
    subject: AUCTIONS,
    what: "The smoothed spot price that a pool tends to, by its use",
    source: "Orrery's rule, evaluated in a spreadsheet",
    unit: "of the list price",
    tolerance: { absolute: 1e-10, why: "digits of the reference" },
    cases: () =>
      casesOf(
        [
          [0, 0.1],
          [0.8, 0.46864],
          [1, 1],
        ] as const,
        ([use, price]) => [
          `${use} of the pool in use`,
          price,
          smoothedTarget(1, { floor: 0.1, steepness: 4 }, use),
        ],
      ),
  },
];
