// SPDX-License-Identifier: Apache-2.0
/** What a hub cannot start with: it says so and what to do, ends with a code, and damages nothing. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { type DataFolder, freePort, HubProcess, newDataFolder } from "./test-kit/hub-process.ts";
import { FAILED, MISUSED, type Refusal, requireRefused } from "./test-kit/refused-start.ts";

let folder: DataFolder;
let port: number;

before(async () => {
  folder = newDataFolder();
  port = await freePort();
});
after(() => folder[Symbol.dispose]());

const isRefused = (environment: Readonly<Record<string, string>>, refusal: Refusal) =>
  requireRefused({ dataDir: folder.path, port, environment }, refusal);

test("a port that is taken is named, and nothing is left running", async () => {
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  await isRefused(
    {},
    {
      exit: FAILED,
      code: "http.port_taken",
      says: new RegExp(`127\\.0\\.0\\.1:${port}[\\s\\S]*FENGSUI_LISTEN`),
    },
  );
  other.close();
  await once(other, "close");
  assert.equal(existsSync(join(folder.path, "records/cluster/postmaster.pid")), false);
  await using _ = await HubProcess.start({ dataDir: folder.path, port });
});

test("a data directory that cannot be one is named", async () => {
  const file = join(dirname(folder.path), "file");
  writeFileSync(file, "");
  for (const dataDir of [file, join(file, "below")])
    await isRefused(
      { FENGSUI_DATA_DIR: dataDir },
      { exit: FAILED, code: "records.directory_unusable", says: /FENGSUI_DATA_DIR/ },
    );
});

test("what lies in the place of the event store is named, and left alone", async () => {
  const dataDir = join(dirname(folder.path), "events-blocked");
  mkdirSync(dataDir, { mode: 0o711 });
  writeFileSync(join(dataDir, "events"), "mine");
  await isRefused(
    { FENGSUI_DATA_DIR: dataDir },
    { exit: FAILED, code: "events.directory_unusable", says: /FENGSUI_DATA_DIR/ },
  );
  assert.equal(readFileSync(join(dataDir, "events"), "utf8"), "mine");
});

test("a database whose files were taken away is named, and comes back with them", async () => {
  const dataDir = join(dirname(folder.path), "damaged");
  const start = () => HubProcess.start({ dataDir, port });
  await (await start()).stop();
  for (const [name, code] of [
    ["records/cluster/PG_VERSION", "records.start_failed"],
    ["records/cluster/global/pg_control", "records.start_failed"],
  ] as const) {
    renameSync(join(dataDir, name), join(dataDir, "away"));
    await isRefused({ FENGSUI_DATA_DIR: dataDir }, { exit: FAILED, code, says: /cluster/ });
    renameSync(join(dataDir, "away"), join(dataDir, name));
  }
  await (await start()).stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("a wrong configuration is named by its settings, before anything is touched", async () => {
  const dataDir = join(dirname(folder.path), "untouched");
  const configFile = join(dirname(folder.path), "config.yaml");
  writeFileSync(configFile, "listen: [1, 2\n");
  const cases = [
    [{ FENGSUI_LISTEN: "somewhere" }, "config.invalid", /FENGSUI_LISTEN/],
    [{ FENGSUI_DATA_DIR: "relative" }, "config.invalid", /FENGSUI_DATA_DIR/],
    [{ FENGSUI_CONFIG: configFile }, "config.file_unreadable", /config\.yaml/],
    [{ FENGSUI_CONFIG: dirname(configFile) }, "config.file_unreadable", /FENGSUI_CONFIG/],
    [{ FENGSUI_LISTEN: "0.0.0.0:7480" }, "config.exposed", /FENGSUI_TRUST_PROXY/],
  ] as const;
  for (const [environment, code, says] of cases)
    await isRefused({ FENGSUI_DATA_DIR: dataDir, ...environment }, { exit: MISUSED, code, says });
  assert.equal(existsSync(dataDir), false);
});

test("a certificate that is none is named", async () => {
  const key = join(dirname(folder.path), "key.pem");
  writeFileSync(key, "no key");
  await isRefused(
    { FENGSUI_TLS_CERT: key, FENGSUI_TLS_KEY: key },
    { exit: FAILED, code: "http.tls_unusable", says: /PEM/ },
  );
});

test("a data directory that may not be written to is named", async (t) => {
  const place = join(dirname(folder.path), "read-only");
  mkdirSync(place);
  const mount = ["-t", "tmpfs", "-o", "ro,mode=711", "tmpfs", place];
  if (spawnSync("mount", mount).status !== 0) return t.skip("mount not permitted");
  t.after(() => spawnSync("umount", [place]));
  await isRefused(
    { FENGSUI_DATA_DIR: place },
    { exit: FAILED, code: "records.directory_unusable", says: /[Rr]ead-only|EROFS/ },
  );
});
