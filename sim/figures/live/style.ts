import { DARK, DARKENED, LEGIBLE } from "../dark.ts";
import { INK, MUTED, PAPER, RULE, SHADE } from "../theme.ts";

/** What an element is painted with: the page says whether it is light or dark (`color-scheme`). */
const painted = ([light, dark]: readonly [string, string]): string =>
  ["fill", "stroke"]
    .map((paint) => `.live [${paint}="${light}"] { ${paint}: light-dark(${light}, ${dark}); }`)
    .join(" ");

/** Style of live figures. They follow the page's `color-scheme`; designs keep their colours in the dark. */
export const LIVE_STYLE = `
.live { position: relative; color: light-dark(${INK}, ${DARK.ink}); font: 12px/1.35 "DejaVu Sans", Verdana, sans-serif; }
.live > svg { display: block; width: auto; max-width: 100%; height: auto; color: inherit; }
.live .paper { fill: light-dark(${PAPER}, ${DARK.paper}); }
${DARKENED.map(painted).join("\n")}
${LEGIBLE.map(([color, light, dark]) => `.live g[data-mark="text"][fill="${color}"], .live g[data-mark="text"] [fill="${color}"] { fill: light-dark(${light}, ${dark}); }`).join("\n")}
.live-legend { position: absolute; inset: 0 auto auto 0; z-index: 1; }
.live-legend > * { position: absolute; display: flex; align-items: center; gap: 6px; box-sizing: border-box; margin: 0; padding: 0; border: 0; background: none; color: inherit; font: inherit; white-space: nowrap; text-align: left; }
.live-legend button { cursor: pointer; border-radius: 4px; touch-action: manipulation; }
.live-legend button:hover { background: light-dark(${SHADE}, ${DARK.shade}); box-shadow: 0 0 0 4px light-dark(${SHADE}, ${DARK.shade}); }
.live-legend button[aria-pressed="false"] { color: light-dark(${MUTED}, ${DARK.muted}); text-decoration: line-through; }
.live-legend button[aria-pressed="false"] svg { opacity: .35; }
.live .live-swatch { display: block; flex: none; width: 24px; max-width: none; height: 12px; }
.live-legend span { overflow: hidden; text-overflow: ellipsis; }
.live-legend button:focus-visible, .live-surface:focus-visible { outline: 2px solid light-dark(#0b57d0, #a8c7fa); outline-offset: 3px; }
.live-surface { position: absolute; touch-action: pan-y; border-radius: 4px; -webkit-tap-highlight-color: transparent; }
.live-marks { position: absolute; inset: 0; pointer-events: none; overflow: visible; }
.live > svg.live-marks { max-width: none; }
.live-tip { position: absolute; z-index: 2; pointer-events: none; box-sizing: border-box; max-width: 100%; padding: 6px 9px; border: 1px solid light-dark(${RULE}, ${DARK.rule}); border-radius: 5px; background: light-dark(${PAPER}, ${DARK.paper}); box-shadow: 0 2px 8px rgb(0 0 0 / .18); white-space: pre-line; overflow-wrap: anywhere; }
.live-tip[hidden] { display: none; }
.live-tip b { display: block; }
.live-tip ul { display: grid; grid-template-columns: max-content auto auto; gap: 1px 7px; align-items: center; margin: 3px 0 0; padding: 0; list-style: none; }
.live-tip li { display: contents; }
.live-tip li > :last-child { text-align: right; font-variant-numeric: tabular-nums; }
.live-print { display: none; }
@media (prefers-reduced-motion: no-preference) { .live-legend button { transition: background-color .12s, box-shadow .12s; } }
@media (forced-colors: active) { .live-legend button[aria-pressed="false"] { color: GrayText; } }
@media print {
  .live { display: none; }
  .live-print { display: block; }
  .live-print svg { display: block; width: 100%; height: auto; }
}
`;

const styled = new WeakSet<Document>();

/** Once a document; as a sheet that is made, which a page's policy on styles does not hold back. */
export function addLiveStyle(document: Document): void {
  const view = document.defaultView;
  if (styled.has(document) || !view || typeof view.CSSStyleSheet !== "function") return;
  styled.add(document);
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(LIVE_STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
