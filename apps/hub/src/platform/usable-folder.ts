// SPDX-License-Identifier: Apache-2.0
/** A folder to keep things in. */
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Makes what is missing of the path; throws what the operating system says where it cannot be used. */
export function makeUsableFolder(path: string, mode: number): void {
  makeFolder(path, mode);
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** One level after the other: Node's own recursion never ends where a parent exists and takes no folders (`/proc`). */
function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST" && statSync(path).isDirectory()) return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    makeFolder(dirname(path), mode);
    mkdirSync(path, { mode });
  }
}
