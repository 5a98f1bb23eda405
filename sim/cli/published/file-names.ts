import { isPlain } from "../../text/visible.ts";

/** Bytes that file systems take, less an ending. */
const LONGEST = 200;
/** Names that mean a device on Windows, with any ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Why a name makes no file that every host and system can have, as a part of a sentence; undefined where it does. */
export function fileNameFlaw(name: string): string | undefined {
  if (name.trim() === "") return "which is no name";
  if (!isPlain(name)) return "which has characters that no file's name should have";
  const odd = /[\\/:*?"<>|#%]/.exec(name)?.[0];
  if (odd !== undefined) return `and ${odd} cannot stand in a file's name everywhere`;
  if (/^[.\s]|[.\s]$/.test(name))
    return "and a file's name cannot begin or end with a dot or a blank everywhere";
  if (DEVICES.test(name)) return "which means a device on some systems";
  if (new TextEncoder().encode(name).length > LONGEST) return `which is longer than ${LONGEST} bytes`;
  return undefined;
}

/** Names that are one to some file systems have this in common. */
export const foldedName = (name: string): string => name.normalize("NFC").toLowerCase();
