/** Names that a cell may use without a cell that defines them. */
import { JSDOM } from "jsdom";

/** Libraries of the Kit by the name that cells know them by, and the package that each is. */
export const LIBRARIES: Readonly<Record<string, string>> = {
  d3: "d3",
  htl: "htl",
  html: "htl",
  svg: "htl",
  Inputs: "@observablehq/inputs",
  Plot: "@observablehq/plot",
};

/** What the Kit's runtime gives every cell. */
export const BUILTINS: ReadonlySet<string> = new Set([
  ...["display", "view", "invalidation", "visibility", "dark", "now", "width", "md"],
  ...["DatabaseClient", "FileAttachment", "Generators", "Interpreter", "Mutable", "Promises", "Files", "DOM"],
]);

/** Of Node alone. */
const NODES = new Set(["Buffer", "clearImmediate", "global", "process", "require", "setImmediate"]);

/** Globals of a browser: jsdom's, what Node shares with browsers, and what neither has. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(new JSDOM().window),
  ...Object.getOwnPropertyNames(globalThis).filter((name) => !NODES.has(name)),
  ...[
    "caches",
    "createImageBitmap",
    "CSS",
    "EventSource",
    "ImageBitmap",
    "indexedDB",
    "IntersectionObserver",
  ],
  ...["matchMedia", "OffscreenCanvas", "requestIdleCallback", "cancelIdleCallback", "ResizeObserver"],
  ...["SharedWorker", "visualViewport", "arguments"],
]);
