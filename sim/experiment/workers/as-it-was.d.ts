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
/**
 * The same states where no file was touched; those of now where some were only touched, copied or checked out again,
 * which their hash tells, so that they are seen at a glance next time; undefined where one has changed.
 */
export function statesAsTheyWere(
  root: string,
  states: Readonly<Record<string, State>>,
): Readonly<Record<string, State>> | undefined;
/** Size and times are those of before: nobody has touched it. */
export function isUntouched(file: string, was: State): boolean;
/** Written by this user or by root, and by nobody else. */
export function isTrusted(file: string): boolean;
export function sha256Of(content: string | Uint8Array): string;
