/** What starts Orrery in any folder that has it among its packages, and in its repository. */
export const BY_NPX = "npx orrery";

const NAMED = /(?<=^|[\s:(`"])(?<!npx )(?<!npx --no-install )orrery (?=[a-z<])/gm;

/** A text in which commands are called so: `orrery check …` as `npx orrery check …`. */
export const calledAs = (text: string, call: string): string =>
  call === "orrery" ? text : text.replace(NAMED, () => `${call} `);
