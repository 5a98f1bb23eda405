import { isPlain } from "./visible.ts";

/** What no POSIX shell reads as anything but itself, wherever it stands in a command. */
const BARE = /^[\w@%+:,./-]+(?:=[\w@%+=:,./-]*)?$/;

/** In single quotes; a runner of GitHub would obey `##[`, so it is written in two parts. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`).replaceAll("##[", "##''[")}'`;

/**
 * A word as one writes it for a POSIX shell, so that the program gets it to the letter: in single quotes, or by
 * printf(1) where it holds what a terminal would obey, so that nothing of it has to be copied blindly.
 */
export function shellWord(text: string): string {
  if (BARE.test(text)) return text;
  if (isPlain(text)) return quoted(text);
  const octal = (character: string): string =>
    Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(
      "",
    );
  // A dash that printf begins with would be taken for an option.
  const isItself = (character: string, at: number): boolean =>
    isPlain(character) && !/['\\%[]/.test(character) && !(at === 0 && character === "-");
  const written = Array.from(text, (character, at) =>
    isItself(character, at) ? character : octal(character),
  ).join("");
  // What a substitution prints loses the line breaks at its end; bash, ksh and zsh know how to write them.
  return text.endsWith("\n") ? `$'${written}'` : `"$(printf '${written}')"`;
}

/** An option with its value; one that could be taken for an option itself is joined to its name. */
export const shellOption = (name: string, value: string): string =>
  value.startsWith("-") ? `${name}=${shellWord(value)}` : `${name} ${shellWord(value)}`;

/** The path of a file, or a name, as an argument: one that begins with a dash is told apart from an option. */
export const shellArgument = (text: string): string => shellWord(text.startsWith("-") ? `./${text}` : text);
