/** What tells whether a file is as it was. */
export type State =
  | "absent"
  | "folder"
  | {
      readonly size: number;
      readonly modified: number;
      readonly changed: number;
      readonly sha256: string;
    };

export function stateOf(file: string): State;
/** Size and times first; a file that was only touched, copied or checked out again is told by its hash. */
export function isAsItWas(file: string, was: State): boolean;
/** Size and times are those of before: nobody has touched it. */
export function isUntouched(file: string, was: State): boolean;
/** Written by this user or by root, and by nobody else. */
export function isTrusted(file: string): boolean;
export function sha256Of(content: string | Uint8Array): string;
