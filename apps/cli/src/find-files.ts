// SPDX-License-Identifier: Apache-2.0
/**
 * Files named by a person: files as they are, folders walked to the bottom in sorted order. Hidden entries and, in
 * folders, anything but regular files are passed over (a pipe in a folder would wait for ever). Links are followed;
 * each real file and folder is visited once, so that a loop of links ends.
 */
import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, join } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { describeSystemError, hasErrorCode } from "./system-error.ts";
import { systemPath, textOfPath } from "./system-path.ts";

export interface FoundFile {
  /** A text of `textOfPath`: to open it, `systemPath` is needed. */
  readonly path: string;
  /** Unknown for a pipe or a device. */
  readonly size?: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified?: number;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** What could not be looked at. */
  readonly problems: readonly FengsuiError[];
}

export function findFiles(paths: readonly string[], accepts: (fileName: string) => boolean): FoundFiles {
  const walk = new Walk(accepts);
  for (const path of paths) walk.visitNamed(path);
  return walk;
}

class Walk implements FoundFiles {
  readonly files: FoundFile[] = [];
  readonly problems: FengsuiError[] = [];
  readonly #accepts: (fileName: string) => boolean;
  readonly #seen = new Set<string>();

  constructor(accepts: (fileName: string) => boolean) {
    this.#accepts = accepts;
  }

  visitNamed(path: string): void {
    this.#attempt(path, () => {
      const stats = statSync(systemPath(path));
      if (stats.isDirectory()) this.#visitFolder(path);
      else this.#add(path, stats);
    });
  }

  #visitFolder(folder: string): void {
    if (!this.#isNew(folder)) return;
    const names = readdirSync(systemPath(folder), { encoding: "buffer" }).map(textOfPath);
    for (const name of names.filter((name) => !name.startsWith(".")).toSorted()) {
      const path = join(folder, name);
      this.#attempt(path, () => {
        const stats = statSync(systemPath(path));
        if (stats.isDirectory()) this.#visitFolder(path);
        else if (stats.isFile() && this.#accepts(basename(path))) this.#add(path, stats);
      });
    }
  }

  #add(path: string, stats: Stats): void {
    if (!stats.isFile()) this.files.push({ path });
    else if (this.#isNew(path)) this.files.push({ path, size: stats.size, modified: stats.mtimeMs });
  }

  #isNew(path: string): boolean {
    const real = realPathOf(path);
    if (this.#seen.has(real)) return false;
    this.#seen.add(real);
    return true;
  }

  #attempt(path: string, visit: () => void): void {
    try {
      visit();
    } catch (error) {
      this.problems.push(fileProblem(path, error));
    }
  }
}

/** Where a path leads, past all links. */
export function realPathOf(path: string): string {
  return textOfPath(realpathSync.native(systemPath(path), "buffer"));
}

/** What went wrong with a file, as an error of the catalogue. */
export function fileProblem(path: string, error: unknown): FengsuiError {
  const detail = `${path}: ${describeSystemError(error)}`;
  return hasErrorCode(error, "ENOENT")
    ? new FengsuiError("input.not_found", detail, { cause: error })
    : new FengsuiError("input.unreadable", detail, { cause: error });
}
