// SPDX-License-Identifier: Apache-2.0
/**
 * The door of backups. It owns the file that holds both stores, how it is made while the hub runs, checked, and
 * restored to where nothing is. It goes past the hub to its stores: whoever may read the data directory may copy it.
 */
export { type BackupFile, checkArchive } from "./archive/read-archive.ts";
export { type MakeBackup, makeBackup } from "./make.ts";
export type { Report } from "./progress.ts";
export { restoreBackup } from "./restore.ts";
export { requireRestored } from "./unfinished.ts";
