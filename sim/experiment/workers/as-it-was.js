// Whether files are as they were when something was made of them. Plain JavaScript, because the command line asks before
// there is anything that loads TypeScript.
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

export function stateOf(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return "absent";
  if (found.isDirectory()) return "folder";
  const { size, mtimeMs: modified, ctimeMs: changed } = found;
  return { size, modified, changed, sha256: sha256Of(readFileSync(file)) };
}

export function isUntouched(file, was) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return was === "absent";
  if (found.isDirectory()) return was === "folder";
  return found.size === was.size && found.mtimeMs === was.modified && found.ctimeMs === was.changed;
}

export function statesAsTheyWere(root, states) {
  const touched = Object.keys(states).filter((name) => !isUntouched(path.join(root, name), states[name]));
  if (touched.length === 0) return states;
  const now = Object.fromEntries(touched.map((name) => [name, stateOf(path.join(root, name))]));
  const isSame = (name) => now[name].sha256 !== undefined && now[name].sha256 === states[name].sha256;
  return touched.every(isSame) ? { ...states, ...now } : undefined;
}

export function isTrusted(file) {
  const { uid, mode } = lstatSync(file);
  return process.geteuid === undefined || ([process.geteuid(), 0].includes(uid) && (mode & 0o022) === 0);
}

export function sha256Of(content) {
  return createHash("sha256").update(content).digest("hex");
}
