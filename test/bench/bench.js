// Runs the suites of this folder: every file <name>.bench.ts. Plain JavaScript, because Node 20 cannot load .ts by itself.
import { register } from "tsx/esm/api";

register();
const { bench } = await import("./bench.ts");
await bench(process.argv.slice(2));
