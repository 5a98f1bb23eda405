/** Of jsdom, which comes with the Kit, what the check of notebooks uses. */
declare module "jsdom" {
  export class JSDOM {
    readonly window: Window & typeof globalThis;
  }
}
