// SPDX-License-Identifier: Apache-2.0
/** What is shipped to run a hub elsewhere: as far as it can be checked where neither systemd nor a container runs. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const DEPLOY = join(import.meta.dirname, "../deploy");
const read = (name: string) => readFileSync(join(DEPLOY, name), "utf8");

test("the unit asks the hub alone to end, and is one that systemd understands", (t) => {
  const unit = read("fengsui.service");
  assert.match(unit, /^KillMode=mixed$/m);
  assert.match(unit, /^StateDirectory=fengsui$/m);
  if (spawnSync("systemd-analyze", ["--version"]).status !== 0) return t.skip("no systemd here");
  using folder = mkdtempDisposableSync(join(tmpdir(), "fengsui-unit-"));
  const path = join(folder.path, "fengsui.service");
  writeFileSync(path, unit.replace("/opt/fengsui/bin/fengsui-hub", "/bin/true"));
  const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", path], { encoding: "utf8" });
  assert.deepEqual(
    stderr.split("\n").filter((line) => line.includes("fengsui")),
    [],
  );
});

test("the programs of the bundle are scripts that a plain shell understands, and start what is in it", () => {
  for (const name of readdirSync(join(DEPLOY, "bundle"))) {
    const path = join(DEPLOY, "bundle", name);
    const { status, stderr } = spawnSync("sh", ["-n", path], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    for (const [, target = ""] of read(`bundle/${name}`).matchAll(/\$here\/(apps\/\S+?)"/g))
      assert.ok(existsSync(join(DEPLOY, "..", target)), `${name}: ${target}`);
  }
});

test("the container runs the bundle as an account without rights, keeps its data in a volume, and says how it is", () => {
  const [build = "", run = ""] = read("Containerfile")
    .split(/^FROM /m)
    .slice(1);
  assert.match(build, /npm run bundle -- --folder \/out/);
  assert.match(run, /^COPY --from=build \/out \/opt\/fengsui$/m);
  assert.match(run, /^USER \d+:\d+$/m);
  assert.match(run, /^VOLUME \/var\/lib\/fengsui$/m);
  assert.match(run, /^HEALTHCHECK /m);
  assert.match(run, /^ENTRYPOINT \["\/opt\/fengsui\/bin\/fengsui-hub"\]$/m);
});
