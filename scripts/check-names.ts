// SPDX-License-Identifier: Apache-2.0
/** Checks the names and the length of our files, and that each says under which licence it is. */
import { posix } from "node:path";
import {
  CODE_FOLDERS,
  isTestFile,
  listFiles,
  type Problem,
  readSources,
  report,
  type SourceFile,
} from "./source-tree.ts";

/** Names that say nothing of what is inside, so that anything ends up inside. */
const EMPTY_NAMES = new Set(["util", "utils", "helper", "helpers", "common", "manager", "misc", "base"]);

const MAX_LINES = 400;

interface LongFile {
  /** How long it is now; it may shrink, not grow. */
  readonly lines: number;
  readonly reason: string;
}

/** Files that may be longer, for a reason. May only become fewer. */
const LONG_FILES: Readonly<Record<string, LongFile>> = {};

const LICENCE_LINE = "// SPDX-License-Identifier: Apache-2.0";

function checkName(path: string): Problem[] {
  return path
    .split("/")
    .filter((part) => EMPTY_NAMES.has(part.split(".")[0] ?? ""))
    .map((part) => ({ file: path, message: `"${part}" says nothing`, mend: "name it after what it holds" }));
}

function checkLicence({ path, text }: SourceFile): Problem[] {
  const [first, second] = text.split("\n", 2);
  const line = first?.startsWith("#!") ? second : first;
  if (line?.trimEnd() === LICENCE_LINE) return [];
  return [
    { file: path, line: 1, message: "has no licence line", mend: `begin the file with "${LICENCE_LINE}"` },
  ];
}

function checkLength({ path, text }: SourceFile, exceptions: Readonly<Record<string, LongFile>>): Problem[] {
  const lines = text.trimEnd().split("\n").length;
  const allowed = exceptions[path];
  if (lines <= MAX_LINES)
    return allowed === undefined
      ? []
      : [{ file: path, message: "is short now", mend: "delete it from LONG_FILES" }];
  if (isTestFile(path) || path.includes("/generated/")) return [];
  if (allowed === undefined)
    return [
      {
        file: path,
        message: `has ${lines} lines, of ${MAX_LINES} at most`,
        mend: "split it by what it knows",
      },
    ];
  if (lines <= allowed.lines) return [];
  return [
    {
      file: path,
      message: `grew from ${allowed.lines} to ${lines} lines`,
      mend: "split it by what it knows",
    },
  ];
}

export function checkNames(
  paths: readonly string[],
  files: readonly SourceFile[],
  exceptions: Readonly<Record<string, LongFile>> = LONG_FILES,
): Problem[] {
  const gone = Object.keys(exceptions)
    .filter((path) => files.every((file) => file.path !== path))
    .map((path) => ({ file: path, message: "is gone", mend: "delete it from LONG_FILES" }));
  return [
    ...paths.flatMap(checkName),
    ...files.flatMap(checkLicence),
    ...files.flatMap((file) => checkLength(file, exceptions)),
    ...gone,
  ];
}

if (import.meta.main) {
  const root = process.argv[2] ?? posix.join(import.meta.dirname, "..");
  const paths = CODE_FOLDERS.flatMap((folder) => listFiles(root, folder));
  const files = readSources(root, CODE_FOLDERS);
  report("names", files.length, checkNames(paths, files));
}
