// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that runs a hub without a network: `node scripts/bundle.ts <file.tar.gz>`, or `--folder <folder>`. Of our
 * own what runs, with the built console and the rules; of others what the lockfile names for this platform, Node among
 * it. `install.sh` in it checks the hashes and copies it.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempDisposableSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildConsole } from "./build-console.ts";
import { isTestFile, listFiles } from "./source-tree.ts";

const ROOT = join(import.meta.dirname, "..");
/** What runs, and what is read by who runs it. */
const FOLDERS = ["packages", "apps/hub", "apps/cli", "rules", "docs", "examples", "deploy"];
const FILES = ["package.json", "package-lock.json", ".npmrc", "LICENSE", "README.md", "README.zh-CN.md"];
const MORE_FILES = ["CHANGELOG.md", "SECURITY.md", "dependencies.md"];
const NODE = `node-${process.platform}-${process.arch}`;
const WORKSPACES = ["apps/hub", "apps/cli"];

/** Lays it out in a folder that does not exist. */
export function layOut(target: string): void {
  mkdirSync(target, { recursive: true });
  const own = FOLDERS.flatMap((folder) => listFiles(ROOT, folder)).filter((path) => !isTestFile(path));
  for (const path of [...own, ...FILES, ...MORE_FILES]) copy(path, target);
  const outcome = buildConsole(ROOT, (text) => console.error(text));
  if (outcome === "failed" || !existsSync(join(ROOT, "apps/console/dist/index.html")))
    throw new Error("there is no console to put into it");
  cpSync(join(ROOT, "apps/console/dist"), join(target, "apps/console/dist"), { recursive: true });
  install(target);
  for (const name of ["fengsui-hub", "fengsui"]) {
    copyTo(join(ROOT, "deploy/bundle", name), join(target, "bin", name));
    chmodSync(join(target, "bin", name), 0o755);
  }
  copyTo(join(ROOT, "deploy/bundle/install.sh"), join(target, "install.sh"));
  symlinkSync(`../node_modules/${NODE}/bin/node`, join(target, "bin/node"));
  writeSums(target);
}

function copy(path: string, target: string): void {
  copyTo(join(ROOT, path), join(target, path));
}

function copyTo(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

/** The lockfile names every workspace: of those that do not run, npm needs the manifest, and nothing stays. */
function install(target: string): void {
  const { workspaces }: { readonly workspaces: readonly string[] } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  );
  const manifests = workspaces.flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: ROOT }));
  const strangers = manifests.filter((path) => !existsSync(join(target, path)));
  for (const path of strangers) copy(path, target);
  const chosen = WORKSPACES.map((name) => `--workspace=${name}`);
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["ci", "--omit=dev", ...chosen, "--include-workspace-root", ...quiet], {
    cwd: target,
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (const path of strangers) rmSync(join(target, path));
  for (const name of ["bench", "test"]) rmSync(join(target, name), { recursive: true, force: true });
  for (const name of ["include", "share"])
    rmSync(join(target, "node_modules", NODE, name), { recursive: true, force: true });
  dropDeadLinks(target);
}

/** Of workspaces that are not in it. */
function dropDeadLinks(target: string): void {
  for (const path of globSync("node_modules/{*,@fengsui/*}", { cwd: target })) {
    const link = join(target, path);
    if (lstatSync(link).isSymbolicLink() && !existsSync(join(link, "package.json"))) rmSync(link);
  }
}

function writeSums(target: string): void {
  const lines = globSync("**/*", { cwd: target, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${sha256(path)}  ./${path.slice(target.length + 1)}`);
  writeFileSync(join(target, "SHA256SUMS"), `${lines.sort().join("\n")}\n`);
}

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Writes the tar file, and its hash beside it. */
export function bundle(file: string): void {
  using staging = mkdtempDisposableSync(join(tmpdir(), "fengsui-bundle-"));
  const name = basename(file).replace(/\.tar\.gz$/, "");
  layOut(join(staging.path, name));
  const plain = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name"];
  execFileSync("tar", ["-czf", resolve(file), ...plain, "-C", staging.path, name]);
  writeFileSync(`${file}.sha256`, `${sha256(file)}  ${basename(file)}\n`);
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { folder: { type: "string" } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (values.folder !== undefined) layOut(resolve(values.folder));
  else if (file?.endsWith(".tar.gz")) bundle(file);
  else {
    console.error("usage: node scripts/bundle.ts <file.tar.gz> | --folder <folder>");
    process.exitCode = 2;
  }
}
