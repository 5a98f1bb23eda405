/** A text notebook to start from, in the format of Observable Notebook Kit: a question, a run with an input, a chart. */
export const notebookFrom = (name: string): string => `<!doctype html>
<notebook theme="light-dark(air, near-midnight)">
  <title>${name}</title>
  <script id="1" type="text/markdown">
    # ${name}

    ## How much of the supply do miners get?

    In \${days} days a subsidy of \${subsidy} tokens a block brings \${minted.toLocaleString("en-US")} new tokens.
  </script>
  <script id="2" type="module">
    const days = view(Inputs.range([10, 180], { label: "Days", step: 10, value: 60 }));
    const subsidy = view(Inputs.range([0, 50], { label: "Tokens a block", step: 0.5, value: 5 }));
  </script>
  <script id="3" type="module" pinned>
    import { ORRERY, parseScenario, resolve, run } from "orrery/browser";
    const scenario = parseScenario(\`
    title: A subsidy
    until: \${days}d
    world:
      - issuance/genesis: { supply: 1000000 }
      - consensus/nakamoto
      - issuance/halving: { subsidy: \${subsidy}, interval: 4320 }
    \`, "${name}");
    const result = run(resolve(scenario), ORRERY, { design: "base", seed: 1 });
    const supply = Array.from(result.t, (t, at) => ({ day: t / 86_400, tokens: result.series["ledger.supply[token]"][at] }));
    const minted = Math.round(supply.at(-1).tokens - supply[0].tokens);
  </script>
  <script id="4" type="module">
    display(Plot.plot({ x: { label: "day" }, y: { label: "tokens", grid: true }, marks: [Plot.lineY(supply, { x: "day", y: "tokens" })] }));
  </script>
</notebook>
`;
