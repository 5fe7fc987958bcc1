import { UsageError } from "./usage-error.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read",
  EPERM: "may not be read",
};

/** Says why a file cannot be read, as a usage error. */
export function readFailure(file: string, error: unknown, advice = "Check the path."): never {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (reason === undefined && code === "") throw error;
  throw new UsageError(`${file} ${reason ?? `cannot be read (${code})`}.`, advice);
}
