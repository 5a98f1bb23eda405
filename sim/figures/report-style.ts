import { sha256 } from "@noble/hashes/sha2.js";
import { DARK, DARKENED } from "./dark.ts";
import { FIGURE_WIDTH } from "./layout.ts";
import { INK, MUTED, PAPER, RULE, SHADE } from "./theme.ts";

/** Style of a report. In the dark, figures change the colours of the theme's neutrals; designs keep theirs. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: ${INK}; --muted: ${MUTED}; --rule: ${RULE}; --paper: ${PAPER}; --shade: ${SHADE}; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "DejaVu Sans", Verdana, "Noto Sans CJK SC", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Malgun Gothic", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 2rem 1rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; }
a { color: inherit; text-underline-offset: .2em; text-decoration-color: var(--muted); }
.anchor { color: var(--muted); font-weight: 400; text-decoration: none; opacity: .5; margin-left: .4em; }
.anchor::before { content: "#"; }
.anchor:hover, .anchor:focus { opacity: 1; }
nav { border: 1px solid var(--rule); border-radius: 6px; padding: .6rem 1rem; margin: 1.25rem 0; font-size: .9rem; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav > ol { columns: 2 22rem; column-gap: 2rem; }
nav ol ol { padding-left: 1.25rem; color: var(--muted); font-size: .85rem; }
nav li { padding: .1rem 0; }
nav > ol > li:not(:has(ol)) { break-inside: avoid; }
.question { font-size: 1.1rem; color: var(--muted); margin: 0 0 .75rem; }
.finding { border-left: 4px solid #0072b2; padding: .25rem 0 .25rem 1rem; font-weight: 600; }
.failed { border-left: 4px solid #d55e00; padding: .25rem 0 .25rem 1rem; font-weight: 600; }
.note { color: var(--muted); font-size: .9rem; }
li { margin: .2rem 0; }
figure { margin: 1.5rem 0 2.5rem; scroll-margin-top: 1rem; }
figure svg { display: block; width: 100%; height: auto; }
figure .narrow { display: none; max-width: 560px; }
.hover rect { fill-opacity: 0; }
.hover rect:hover { fill-opacity: .09; }
.scroll { overflow-x: auto; margin: 1rem 0; }
pre { padding: .6rem .8rem; background: var(--shade); border-radius: 6px; font-size: .85rem; }
table { min-width: min(100%, 24rem); border-collapse: separate; border-spacing: 0; font-size: .82rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0 .5rem; white-space: normal; }
th, td { padding: .3rem .55rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; white-space: nowrap; }
thead th { border-bottom: 2px solid var(--rule); white-space: normal; vertical-align: bottom; }
tbody th { font-weight: 500; white-space: normal; min-width: 7rem; overflow-wrap: anywhere; }
thead th:first-child, tbody th { position: sticky; left: 0; background: var(--paper); }
td.number, th.number { text-align: right; }
small { color: var(--muted); font-weight: 400; font-size: 11px; }
details > summary { cursor: pointer; font-weight: 600; padding: .4rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
@media screen and (max-width: 999px) {
  figure .wide { display: none; }
  figure .narrow { display: block; }
}
@media screen and (max-width: 600px) {
  main { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.5rem; }
  ul { padding-left: 1.25rem; }
  tbody th { max-width: 40vw; min-width: 5.5rem; border-right: 1px solid var(--rule); }
  caption { max-width: calc(100vw - 2rem); position: sticky; left: 0; }
}
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: ${DARK.ink}; --muted: ${DARK.muted}; --rule: ${DARK.rule}; --paper: ${DARK.paper}; --shade: ${DARK.shade}; }
  svg .paper { fill: ${DARK.paper}; }
  svg { color: ${DARK.ink}; }
${DARKENED.map(
  ([light, dark]) =>
    `  svg [fill="${light}"] { fill: ${dark}; } svg [stroke="${light}"] { stroke: ${dark}; }`,
).join("\n")}
}
@page { margin: 14mm; }
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  figure, tr, nav, li, .scroll, .finding { break-inside: avoid; }
  h1, h2, summary, .note:has(+ ul) { break-after: avoid; }
  figure svg { max-height: 250mm; }
  .anchor { display: none; }
  .scroll { overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  table { font-size: 7pt; max-width: 100%; }
  small { font-size: 6.5pt; }
  th, td { white-space: normal; padding: .15rem .3rem; }
  tbody th { min-width: 0; position: static; overflow-wrap: normal; }
  tbody th small { overflow-wrap: anywhere; }
  details > summary { list-style: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

const standing = (where: string): string =>
  `${where}[data-awaiting] .wide { display: block; overflow-x: auto; } ${where}[data-awaiting] .wide svg { min-width: 720px; }`;

/**
 * Of a page that comes to life: what awaits its script on a telephone keeps the room that it will take. Where no script
 * draws, because there is none or it failed (`still` on the root), the sheet stands there, wider than the screen.
 */
export const liveStyle = (heights: readonly number[]): string => `
figure .wide svg { max-width: ${FIGURE_WIDTH}px; }
@media screen and (max-width: 999px) {
${[...new Set(heights)].map((height) => `  html:not(.still) [data-awaiting="${height}"] { min-height: ${height}px; }`).join("\n")}
  ${standing(".still ")}
}
@media (scripting: none) and (max-width: 999px) {
  figure[data-awaiting] { min-height: 0 !important; }
  ${standing("")}
}
`;

/** The style of a page; of one with figures that come to life with how high these are on a telephone. */
export const styleOf = (heights?: readonly number[]): string =>
  heights === undefined ? REPORT_STYLE : REPORT_STYLE + liveStyle(heights);

/** https://www.w3.org/TR/CSP3/#grammardef-hash-source */
const hashOf = (text: string): string =>
  `'sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))))}'`;

/**
 * The page may draw itself and do nothing else: no request, no form, no frame, no style and no script but its own.
 * https://www.w3.org/TR/CSP3/
 */
export function policyOf(style: string, script?: string): string {
  const scripts = script === undefined ? "" : ` script-src ${hashOf(script)}; worker-src blob:;`;
  return `default-src 'none';${scripts} style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
}
