// SPDX-License-Identifier: Apache-2.0
/** Errors of the operating system in words. */
import { getSystemErrorMessage } from "node:util";

export function hasErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** "no such file or directory", and not "ENOENT: no such file or directory, open '/…'". */
export function describeSystemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("errno" in error && typeof error.errno === "number") return getSystemErrorMessage(error.errno);
  return error.message;
}
