import { rename } from "node:fs/promises";

/** What the operating system can do and Node cannot ask for. */
interface Native {
  readonly tryLock: (descriptor: number) => boolean;
  readonly swap: (one: string, other: string) => Promise<void>;
}

/** Undefined on a platform that the package has no binary for. */
const native: Promise<Native | undefined> = import("fs-native-extensions").then(
  (module) => module.default as Native,
  () => undefined,
);

/** What a file system answers that has no locks, or cannot exchange two folders. */
const CANNOT = new Set(["EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "ENOLCK"]);
const cannot = (error: unknown): boolean => CANNOT.has((error as NodeJS.ErrnoException).code ?? "");

/**
 * Asks for the lock of an open file. The operating system takes it back when the process ends, however it ends.
 *
 * @returns false where another process has it; true, too, where the platform or the file system has no locks
 */
export async function tryLock(descriptor: number): Promise<boolean> {
  try {
    return (await native)?.tryLock(descriptor) ?? true;
  } catch (error) {
    if (cannot(error)) return true;
    throw error;
  }
}

/**
 * Exchanges two folders of one file system, so that either path names one of them at every instant.
 *
 * @param between where the file system cannot, the second is here for a moment
 */
export async function exchange(one: string, other: string, between: string): Promise<void> {
  const { swap } = (await native) ?? {};
  try {
    if (swap) return await swap(one, other);
  } catch (error) {
    if (!cannot(error)) throw error;
  }
  await rename(other, between);
  await rename(one, other);
  await rename(between, one);
}
