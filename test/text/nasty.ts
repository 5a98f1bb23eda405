import fc from "fast-check";

/** Pieces of what somebody would put into a name who wants to be obeyed: by a terminal, a runner, a shell, a parser. */
const PIECES = [
  "\u001b[2J",
  "\u001b]0;title\u0007",
  "\u009b31m",
  "\u007f",
  "\u0000",
  "\r",
  "\n",
  "\t",
  "::error file=README.md::forged",
  "::stop-commands::x",
  "##[error]forged",
  "\u202e",
  "\u2066",
  "\u2028",
  "\ufeff",
  "\ud800",
  "\uffff",
  "`touch ran`",
  "$(touch ran)",
  "$HOME",
  "'",
  '"',
  "\\",
  "%s",
  "!",
  "~",
  "*",
  "-",
  "--state",
  "=1+1",
  "@SUM(1)",
  "<script>alert(1)</script>",
  "]]>",
  "-->",
  "&amp;",
  "|",
  "[a](b)",
  "`",
  "```",
  "#",
  "1.",
  "👩‍🚀",
  "北京",
  "a",
  " ",
  "",
];

/** Texts of up to eight such pieces. */
export const nasty = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(""));

/** What neither a terminal nor a runner may get: controls but for line breaks and tabs, overrides, commands. */
export const OBEYED =
  /(?![\n\t])\p{Cc}|[\p{Cs}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|^\s*::|##\[/mu;
