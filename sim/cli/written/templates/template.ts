/** A scenario to start from. */
export interface Template {
  /** What it is about, for the list of them. */
  readonly summary: string;
  /** Everything below the title, commented; `file` is how commands name the scenario. */
  readonly body: (file: string) => string;
}
