import { ORRERY } from "./scenario/catalogue.ts";
import { serve, type WorkerScope } from "./worker.ts";

/** A page's module worker for scenarios whose mechanisms are all Orrery's. */
serve(globalThis as unknown as WorkerScope, ORRERY);
