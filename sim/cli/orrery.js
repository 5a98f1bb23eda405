#!/usr/bin/env node
// The command: loads TypeScript through tsx, then hands over. Plain JavaScript, because Node 20 cannot load .ts by itself.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
