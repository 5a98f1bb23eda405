/*
 * Spreadsheets take a cell for a formula by its first character, quoted or not; an apostrophe before it makes it text
 * (https://owasp.org/www-community/attacks/CSV_Injection). A number is no formula.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A cell of text: with an apostrophe before it where a spreadsheet would compute it. `csvOriginal` takes it off. */
export const csvText = (text: string): string =>
  FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;

/** The text that `csvText` was given. */
export const csvOriginal = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
