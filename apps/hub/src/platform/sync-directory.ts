// SPDX-License-Identifier: Apache-2.0
/**
 * A file that was synced may still be lost with the power while its name is not: a name is content of its directory,
 * which is synced apart.
 */
import { closeSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The directory and all below it. */
export function syncDirectories(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true }))
    if (entry.isDirectory()) syncDirectories(join(directory, entry.name));
  syncDirectory(directory);
}
