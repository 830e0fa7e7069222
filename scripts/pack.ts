// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the tarballs that npm can publish: `node scripts/pack.ts <folder>`. In the repository Node runs our TypeScript
 * as it stands, but not below `node_modules`; so a package holds the emitted JavaScript with its declarations, and its
 * manifest points there. Nothing of the tests is in it.
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isTestFile, listFiles } from "./source-tree.ts";

const ROOT = join(import.meta.dirname, "..");
/** The command with the packages that it stands on, and the hub, which does for it what looks after a hub. */
const PACKAGES = [
  "packages/contract",
  "packages/indicators",
  "packages/logs",
  "packages/sigma",
  "apps/hub",
  "apps/cli",
] as const;
/** What the emitted code was tried on. The command brings its own Node where it is started by an older one. */
const NEEDED_NODE = ">=24";

interface Manifest {
  readonly name: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  /** Further doors are for the tests of the repository. */
  readonly exports: string | { readonly ".": string };
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

function readManifest(folder: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
  return manifest;
}

function published(folder: string): object {
  const { devDependencies: _, ...manifest } = readManifest(folder);
  const { exports } = manifest;
  const main = typeof exports === "string" ? exports : exports["."];
  const door = main.replace("./src/", "./dist/").replace(/\.ts$/, "");
  return {
    ...manifest,
    engines: manifest.engines ?? { node: NEEDED_NODE },
    exports: { types: `${door}.d.ts`, default: `${door}.js` },
    files: ["dist", ...(manifest.bin === undefined ? [] : ["bin"])],
    ...(manifest.bin === undefined ? {} : { optionalDependencies: readManifest(".").optionalDependencies }),
  };
}

/** Lays out one package as it is published. Only what has a source is taken: an old file may lie in `dist`. */
function stage(folder: string, target: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  };
  const read = (path: string): string => readFileSync(join(ROOT, folder, path), "utf8");
  write("package.json", `${JSON.stringify(published(folder), undefined, 2)}\n`);
  for (const source of listFiles(join(ROOT, folder), "src").filter((path) => !isTestFile(path))) {
    const emitted = source.replace("src/", "dist/").replace(/\.ts$/, "");
    write(`${emitted}.js`, read(`${emitted}.js`).replace(/^\/\/# sourceMappingURL=.*\n?/m, ""));
    write(`${emitted}.d.ts`, read(`${emitted}.d.ts`));
  }
  for (const program of Object.values(readManifest(folder).bin ?? {}))
    write(program, publishedProgram(read(program)));
  for (const file of ["README.md", "LICENSE"]) {
    const own = join(ROOT, folder, file);
    const path = existsSync(own) || file !== "LICENSE" ? own : join(ROOT, file);
    if (existsSync(path)) copyFileSync(path, join(target, file));
  }
}

function publishedProgram(text: string): string {
  const changed = text.replace('"../src/main.ts"', '"../dist/main.js"');
  if (changed === text) throw new Error("the program does not start ../src/main.ts any more: see pack.ts");
  return changed;
}

/** Writes the tarballs into `target` and returns their paths, dependencies first. */
export function pack(target: string): string[] {
  mkdirSync(target, { recursive: true });
  const bin = join(ROOT, "node_modules/.bin");
  execFileSync(join(bin, "tsc"), ["-b", ...PACKAGES], { cwd: ROOT, stdio: "inherit" });
  using staging = mkdtempDisposableSync(join(tmpdir(), "fengsui-pack-"));
  const folders = PACKAGES.map((folder) => join(staging.path, folder));
  PACKAGES.forEach((folder, index) => {
    stage(folder, folders[index] ?? "");
  });
  const options = ["--json", "--ignore-scripts", "--pack-destination", resolve(target)];
  const output = execFileSync("npm", ["pack", ...options, ...folders], {
    encoding: "utf8",
    cwd: staging.path,
  });
  const packed: readonly { readonly filename: string }[] = JSON.parse(output);
  return packed.map(({ filename }) => join(resolve(target), filename));
}

if (import.meta.main) {
  const [target] = process.argv.slice(2);
  if (target === undefined) {
    console.error("usage: node scripts/pack.ts <folder>");
    process.exitCode = 2;
  } else {
    for (const path of pack(target)) console.log(path);
  }
}
