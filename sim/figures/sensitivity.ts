import { axisX, barX, dot, gridX, link, ruleX, text } from "@observablehq/plot";
import type { Driver, Sensitivity } from "../comparison/sensitivity.ts";
import { boxSentence } from "../comparison/sentences.ts";
import { sentenceStart } from "./comparison.ts";
import type { Figure, FigureInput, Panel } from "./figure.ts";
import { columnText } from "./forest-panel.ts";
import { columnsOn, panelWidth } from "./layout.ts";
import { numberText } from "./number-text.ts";
import { sampledClaims } from "./sampled-claims.ts";
import { parameterName, settingText } from "./sweep-words.ts";
import { clipText, cutLines, textWidth, wrapText } from "./text-width.ts";
import { DESIGN_COLORS, INK, MUTED, PAPER, RULE } from "./theme.ts";
import { descriptionOf } from "./wording.ts";

const FONT = 11;
const MOST_DRIVERS = 10;
const CLAIM_ROW = 34;
const DRIVER_ROW = 20;
/** Room for words beside a panel as wide as half a screen. */
const LABELS = 190;
const labelsBeside = (width: number): number => (width < 400 ? 128 : LABELS);
const VALUE_WIDTH = 62;
const HOLDS = DESIGN_COLORS[0];
const FAILS = DESIGN_COLORS[1];

const heldShare = ({ share }: Sensitivity): number => share.held / share.draws;

/** The claim that some draws deny and whose drivers are known; the first of them. */
const flipped = (claims: readonly Sensitivity[]): Sensitivity | undefined =>
  claims.find(({ share, drivers }) => share.held < share.draws && drivers.length > 0);

function titleOf(claims: readonly Sensitivity[]): string {
  const { claim, share, drivers } = flipped(claims) ?? claims[0]!;
  const held = sentenceStart(`${claim} in ${share.held} of ${share.draws} draws`);
  const [first] = drivers;
  if (share.held === share.draws || !first) return held;
  return first.clear
    ? `${held}: ${parameterName(first.parameter)} decides most`
    : `${held}; no single assumption decides it`;
}

function sharePanel(claims: readonly Sensitivity[], width: number): Panel {
  const told = claims.filter(({ share }) => share.draws > 0);
  const y = "claim";
  const labels = labelsBeside(width);
  const lines = labels < LABELS ? 3 : 2;
  return {
    title: "Share of draws in which it holds",
    titleOffset: labels,
    options: {
      width,
      height: 52 + told.length * CLAIM_ROW * (lines / 2),
      marginLeft: labels + 6,
      marginRight: VALUE_WIDTH,
      marginTop: 4,
      marginBottom: 44,
      x: { domain: [0, 100] },
      y: { type: "point", domain: told.map(({ claim }) => claim), padding: 0.6, axis: null },
      marks: [
        gridX([0, 25, 50, 75, 100], { stroke: RULE, strokeOpacity: 1 }),
        axisX([0, 25, 50, 75, 100], {
          color: MUTED,
          tickSize: 0,
          label: "% of draws",
          labelArrow: "none",
          labelAnchor: "center",
        }),
        link(told, {
          x1: ({ share }: Sensitivity) => share.low * 100,
          x2: ({ share }: Sensitivity) => share.high * 100,
          y1: y,
          y2: y,
          stroke: INK,
          strokeWidth: 1.8,
        }),
        dot(told, {
          x: (row: Sensitivity) => heldShare(row) * 100,
          y,
          r: 4.5,
          fill: (row: Sensitivity) => (row.share.low > 0.5 ? INK : PAPER),
          stroke: INK,
          strokeWidth: 1.6,
        }),
        text(told, {
          y,
          frameAnchor: "right",
          textAnchor: "end",
          dx: VALUE_WIDTH - 4,
          fontSize: FONT,
          text: ({ share }: Sensitivity) => `${share.held} / ${share.draws}`,
        }),
        text(told, {
          y,
          frameAnchor: "left",
          textAnchor: "start",
          dx: -labels - 6,
          fontSize: FONT,
          fill: INK,
          text: ({ claim }: Sensitivity) =>
            cutLines(wrapText(sentenceStart(claim), labels - 10, FONT), lines, labels - 10, FONT).join("\n"),
        }),
      ],
    },
  };
}

function driverPanel({ claim, drivers }: Sensitivity, width: number): Panel {
  const shown = drivers.slice(0, MOST_DRIVERS);
  const y = "parameter";
  const labels = Math.min(
    labelsBeside(width),
    Math.max(...shown.map(({ parameter }) => textWidth(parameterName(parameter), FONT))) + 12,
  );
  return {
    title: clipText(`Which assumption decides: ${claim}`, width, 13),
    options: {
      width,
      height: 52 + shown.length * DRIVER_ROW,
      marginLeft: labels + 6,
      marginRight: 46,
      marginTop: 4,
      marginBottom: 44,
      x: { domain: [-1, 1] },
      y: { type: "band", domain: shown.map(({ parameter }) => parameter), padding: 0.3, axis: null },
      marks: [
        gridX([-1, -0.5, 0, 0.5, 1], { stroke: RULE, strokeOpacity: 1 }),
        axisX([-1, -0.5, 0, 0.5, 1], {
          color: MUTED,
          tickSize: 0,
          tickFormat: (value: number) => numberText(value),
          label: "partial rank correlation",
          labelArrow: "none",
          labelAnchor: "center",
        }),
        barX(shown, {
          x: "correlation",
          y,
          fill: ({ correlation }: Driver) => (correlation < 0 ? FAILS : HOLDS),
          fillOpacity: ({ clear }: Driver) => (clear ? 1 : 0.35),
        }),
        ruleX([0], { stroke: INK }),
        text(shown, {
          y,
          frameAnchor: "right",
          textAnchor: "end",
          dx: 42,
          fontSize: FONT,
          fill: ({ clear }: Driver) => (clear ? INK : MUTED),
          text: ({ correlation }: Driver) => columnText(correlation, 2),
        }),
        text(shown, {
          y,
          frameAnchor: "left",
          textAnchor: "start",
          dx: -labels - 6,
          fontSize: FONT,
          fill: ({ clear }: Driver) => (clear ? INK : MUTED),
          text: ({ parameter }: Driver) => clipText(parameterName(parameter), labels - 4, FONT),
        }),
      ],
    },
  };
}

function captionOf(input: FigureInput, claim: Sensitivity | undefined): string {
  const intervals =
    "Lines: 95 % intervals of the share (Wilson); filled: holds in more than half of the draws, established.";
  if (!claim) return intervals;
  const where = claim.failing
    ? ` The claim ${boxSentence(claim.failing, (value, path) => settingText(input, path, value))}.`
    : "";
  return `${intervals} Bars to the left: the more of it, the less the claim holds; pale: not told from 0 with all parameters read together.${where}`;
}

/** In which share of the worlds that the assumptions allow each claim holds, and which assumption decides. */
export const sensitivity: Figure = {
  name: "sensitivity",
  shows: "the experiment",
  needs: [],
  applies: (input: FigureInput) => sampledClaims(input).some(({ share }) => share.draws > 0),
  plot: (input) => {
    const claims = sampledClaims(input);
    const deciding = flipped(claims);
    const title = titleOf(claims);
    const what = `Which design is best, asked in ${input.points.length} draws of ${input.scenario.sweep!.parameters.length} assumed parameters from their ranges`;
    const columns = columnsOn(input, deciding ? 2 : 1);
    const width = panelWidth(input, columns);
    return {
      title,
      subtitle: `${what}.`,
      caption: captionOf(input, deciding),
      panels: deciding
        ? [sharePanel(claims, width), driverPanel(deciding, width)]
        : [sharePanel(claims, width)],
      columns,
      description: descriptionOf(input, title, what),
    };
  },
};
