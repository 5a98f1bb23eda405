/** npm says what it runs: then the command is not in the shell's path, and its neighbours are called by `npx` as well. */
const CALLED = process.env["npm_command"] ? "npx orrery" : "orrery";

/** A text whose commands work where it is printed: `orrery check …` as `npx orrery check …` where npm started this one. */
export const called = (text: string): string =>
  CALLED === "orrery"
    ? text
    : text.replace(/(?<=^|[\s:(`"])(?<!npx )(?<!npx --no-install )orrery (?=[a-z<])/gm, `${CALLED} `);
