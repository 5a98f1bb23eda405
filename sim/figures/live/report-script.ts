/** The script of a report that is one file: its figures, drawn of the runs that the page holds. */

import { liveFigures } from "./live-figures.ts";
import { unpackRuns } from "./pack.ts";

const packed = atob(document.getElementById("runs")!.textContent!);
const runs = await unpackRuns(Uint8Array.from(packed, (byte) => byte.charCodeAt(0)));
liveFigures(document.querySelector("main")!, runs);
