/** The package brings no types; what of it is used. */
declare module "fs-native-extensions" {
  const extensions: {
    readonly tryLock: (descriptor: number) => boolean;
    readonly swap: (one: string, other: string) => Promise<void>;
  };
  export default extensions;
}
