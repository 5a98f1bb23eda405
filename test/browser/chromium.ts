import { execFileSync } from "node:child_process";

/** Where Chromium lies; undefined where it is not installed. */
export const CHROMIUM = executable();

function executable(): string | undefined {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      // The next name.
    }
  }
  return undefined;
}
