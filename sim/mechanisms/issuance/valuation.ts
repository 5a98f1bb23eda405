import { daysAhead } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { text } from "../../schema/fields.ts";

const params = { asset: text({ default: "token", doc: "The token.", source: "Orrery" }) };

const assets = { token: "asset" } as const;

interface State {
  /** New tokens that are valued, and their USD. */
  tokens: number;
  usd: number;
}

const reads = { usdPerToken: {}, tokensMintedAgain: { otherwise: 0 } } as const;
const emits = {
  dayTraded: {
    doc: "The trades of a day's beginning are done: its new tokens have their price.",
    priority: 20,
    private: true,
    fields: {},
  },
} as const;
type Valuing = ContextOf<typeof params, State, typeof reads, typeof emits, {}, typeof assets>;

export const valuation = defineMechanism({
  name: "issuance/valuation",
  summary: "Measures what new tokens are worth when they are minted: each day's at that day's price.",
  source: "Subsidy at market value: the cost to holders of what is paid in new tokens",
  params,
  assets,
  reads,
  emits,
  init: (): State => ({ tokens: 0, usd: 0 }),
  estimate: (_, ahead) => ({ events: { dayTraded: daysAhead(ahead) } }),
  on: {
    day: ({ emit }) => void emit.dayTraded({}),
    dayTraded: value,
    end: value,
  },
  metrics: {
    "emission.tokens": { total: (context) => context.state.tokens + unvalued(context) },
    "emission.usd": {
      total: (context) => context.state.usd + unvalued(context) * context.read.usdPerToken(),
    },
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "consensus/slot-pos", params: { slotsPerBlock: 50 } },
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "traders/noise", params: {} },
      { mechanism: "issuance/valuation", params: {} },
    ],
    until: "30d",
  }),
});

/** New tokens since the last day's trades. */
function unvalued({ state, ledger, asset, read }: Valuing): number {
  return ledger.minted(asset.token) - read.tokensMintedAgain() - state.tokens;
}

function value(context: Valuing): void {
  const { state, read } = context;
  const tokens = unvalued(context);
  state.usd += tokens * read.usdPerToken();
  state.tokens += tokens;
}
