import { quantityText } from "../../../sim/figures/number-text.ts";
import { onStep, positionOf, type Slider, valueAt, writtenValue } from "../../../sim/scenario/sliders.ts";
import { durationText, parseDuration, parseNumber } from "../../../sim/units.ts";
import { element } from "../dom.ts";

/** How a value was changed: by letting go of a slider or a field, or by a key that may be pressed again at once. */
export type Moved = "let go" | "key";

/** One parameter of a page: a slider, beside it the same value as a file has it. */
export interface Control {
  readonly slider: Slider;
  readonly root: HTMLElement;
  /** Shows a value; `own` is the scenario's, to which the slider clings. */
  readonly show: (value: number, own: number) => void;
}

/** @param onMove told once a reader has chosen a value */
export function control(slider: Slider, onMove: (value: number, moved: Moved) => void): Control {
  const { path, label, doc, unit, kind, differs } = slider;
  const id = `what-if-${path.replace(/[^\w]/g, "-")}`;
  const range = element("input", { type: "range", id, min: 0, max: 1, step: "any" });
  const field = element("input", { type: "text", inputmode: "decimal", size: 10, autocomplete: "off" });
  const output = element("output", { for: id });
  const flaw = element("p", { class: "what-if-flaw", role: "alert", hidden: true });
  // Where the scenario has no words of its own, the label is the mechanism's, and not said twice.
  const words = [
    doc === `${label}.` ? `${path}.` : doc,
    differs.length === 0 ? "" : `As published: ${differsText(slider)}.`,
    slider.live ? "" : "Changing it runs the whole again.",
  ];
  const note = element(
    "p",
    { class: "note", id: `${id}-doc` },
    words.filter((each) => each !== "").join(" "),
  );
  field.setAttribute("aria-label", `${label}, as a file has it${unit === "" ? "" : `, in ${unit}`}`);
  range.setAttribute("aria-describedby", note.id);
  let current = slider.value;
  let own = slider.value;
  let byPointer = false;

  const write = (value: number): void => {
    current = value;
    const text = textOf(value, slider);
    output.value = value === own ? `${text}, as published` : text;
    range.setAttribute("aria-valuetext", text);
    field.value = writtenValue(value, kind);
    flaw.hidden = true;
  };
  const place = (value: number): void => {
    range.value = String(positionOf(value, slider));
  };
  range.addEventListener("pointerdown", () => {
    byPointer = true;
  });
  range.addEventListener("keydown", () => {
    byPointer = false;
  });
  range.addEventListener("input", () => write(onStep(valueAt(range.valueAsNumber, slider), slider, own)));
  range.addEventListener("change", () => onMove(current, byPointer ? "let go" : "key"));
  field.addEventListener("change", () => {
    const value = kind === "duration" ? parseDuration(field.value) : parseNumber(field.value.trim());
    if (value === undefined) {
      flaw.textContent = `Expected ${kind === "duration" ? "a duration such as 6h or 30d" : "a number"}, got ${JSON.stringify(field.value.slice(0, 60))}.`;
      flaw.hidden = false;
      return;
    }
    write(value);
    place(value);
    onMove(value, "let go");
  });
  return {
    slider,
    root: element(
      "div",
      { class: "what-if-slider" },
      element("label", { for: id }, label),
      output,
      range,
      field,
      note,
      flaw,
    ),
    show(value, published) {
      own = published;
      write(value);
      place(value);
    },
  };
}

/** A value as people read it. */
const textOf = (value: number, { kind, unit }: Slider): string =>
  kind === "duration" ? durationText(value) : quantityText(value, unit, 4);

const differsText = (slider: Slider): string =>
  slider.differs.map(({ design, value }) => `${textOf(value, slider)} in ${design}`).join(", ");
