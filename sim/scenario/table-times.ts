const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?: ?(?:Z|UTC)|([+-])(\d\d)(?::?(\d\d))?)?$/;

/** Seconds since 1970 of `YYYY-MM-DD hh:mm:ss`, taken as UTC where it names no offset; NaN where the text is no time. */
export function timestamp(cell: string): number {
  const match = TIMESTAMP.exec(cell);
  if (!match) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const whole = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // A date such as 31 February would move on to March.
  if (whole.getUTCDate() !== day || whole.getUTCMonth() !== month - 1) return Number.NaN;
  if (hour > 23 || minute > 59 || second >= 61) return Number.NaN;
  const offset = (match[7] === "-" ? -60 : 60) * (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0));
  return whole.getTime() / 1000 + second - offset;
}

/** The first row's timestamp, from which the others of a record count; NaN where it counts seconds. */
export const originOf = (first: string | null | undefined): number => timestamp((first ?? "").trim());
