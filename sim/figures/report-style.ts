import { sha256 } from "@noble/hashes/sha2.js";
import { CONTROL_COLOR, INK, MUTED, PAPER, RULE, SHADE } from "./theme.ts";

const DARK = {
  ink: "#e6edf3",
  muted: "#9aa4af",
  rule: "#3d444d",
  paper: "#14181d",
  shade: "#212830",
  control: "#b8c0c8",
};

/** Style of a report. In the dark, figures change the colours of the theme's neutrals; designs keep theirs. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: ${INK}; --muted: ${MUTED}; --rule: ${RULE}; --paper: ${PAPER}; --shade: ${SHADE}; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "DejaVu Sans", Verdana, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; }
.question { font-size: 1.1rem; color: var(--muted); margin: 0 0 1.5rem; }
.finding { border-left: 4px solid #0072b2; padding: .25rem 0 .25rem 1rem; font-weight: 600; }
.note, figcaption { color: var(--muted); font-size: .9rem; }
figure { margin: 1.5rem 0 2.5rem; }
figure svg { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .82rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0 .5rem; }
th, td { padding: .3rem .55rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; white-space: nowrap; }
thead th { border-bottom: 2px solid var(--rule); white-space: normal; vertical-align: bottom; }
caption { white-space: normal; }
tbody th { font-weight: 500; }
td.number, th.number { text-align: right; }
small { color: var(--muted); font-weight: 400; }
details > summary { cursor: pointer; font-weight: 600; padding: .4rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: ${DARK.ink}; --muted: ${DARK.muted}; --rule: ${DARK.rule}; --paper: ${DARK.paper}; --shade: ${DARK.shade}; }
  svg .paper { fill: ${DARK.paper}; }
  svg { color: ${DARK.ink}; }
${[
  [INK, DARK.ink],
  [MUTED, DARK.muted],
  [RULE, DARK.rule],
  [SHADE, DARK.shade],
  [PAPER, DARK.paper],
  [CONTROL_COLOR, DARK.control],
]
  .map(
    ([light, dark]) =>
      `  svg [fill="${light}"] { fill: ${dark}; } svg [stroke="${light}"] { stroke: ${dark}; }`,
  )
  .join("\n")}
}
@media print {
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  figure, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 7pt; }
  th, td { white-space: normal; padding: .15rem .3rem; }
}
`;

const styleHash = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(REPORT_STYLE))));

/**
 * The page may draw itself and do nothing else: no script, no request, no form, no frame, no style but its own.
 * https://www.w3.org/TR/CSP3/
 */
export const REPORT_POLICY = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
