// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FengsuiError } from "@fengsui/contract";
import { describeConfig, networkTest, readConfig } from "./index.ts";

type Environment = Record<string, string>;

function read(environment: Environment = {}, isRoot = false) {
  return readConfig({ environment, isRoot, home: "/home/li" });
}

function refusal(environment: Environment): FengsuiError {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof FengsuiError) return error;
  }
  return assert.fail("was accepted");
}

function withFile(name: string, text: string, use: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "fengsui-config-"));
  const path = join(folder, name);
  writeFileSync(path, text);
  use(path);
  rmSync(folder, { recursive: true });
}

test("without settings the hub listens on loopback only and plays every role", () => {
  const config = read();
  assert.deepEqual(config.listen, { host: "127.0.0.1", port: 7480, isLoopback: true });
  assert.deepEqual(config.roles, ["api", "ingest", "detect", "worker"]);
  assert.deepEqual(config.trustProxy, []);
  assert.equal(config.databaseUrl, undefined);
  assert.deepEqual(config.warnings, []);
});

test("the data directory is the system's for root and the user's own for a user", () => {
  assert.equal(read({}, true).dataDir, "/var/lib/fengsui");
  assert.equal(read().dataDir, "/home/li/.local/share/fengsui");
  assert.equal(read({ XDG_DATA_HOME: "/data" }).dataDir, "/data/fengsui");
  assert.equal(read({ XDG_DATA_HOME: "relative" }).dataDir, "/home/li/.local/share/fengsui");
  assert.equal(read({ FENGSUI_DATA_DIR: "/srv/f" }, true).dataDir, "/srv/f");
});

test("the environment goes before the file, and the file before the defaults; YAML and JSON are read alike", () => {
  withFile("hub.yaml", "listen: 127.0.0.1:9\nroles: [api, worker]\nlogLevel: debug\n", (path) => {
    const config = read({ FENGSUI_CONFIG: path, FENGSUI_LOG_LEVEL: "warn" });
    assert.equal(config.listen.port, 9);
    assert.deepEqual(config.roles, ["api", "worker"]);
    assert.equal(config.logLevel, "warn");
  });
  withFile("hub.json", '{"roles": "ingest, detect"}', (path) =>
    assert.deepEqual(read({ FENGSUI_CONFIG: path }).roles, ["ingest", "detect"]),
  );
  withFile("empty.yaml", "# nothing\n", (path) =>
    assert.equal(read({ FENGSUI_CONFIG: path }).logLevel, "info"),
  );
});

test("an address that others can reach is refused without TLS and without a declared proxy", () => {
  for (const listen of ["0.0.0.0:7480", ":7480", "[::]:7480", "192.0.2.1:443"]) {
    assert.equal(refusal({ FENGSUI_LISTEN: listen }).code, "config.exposed", listen);
    const tls = { FENGSUI_TLS_CERT: "/c.pem", FENGSUI_TLS_KEY: "/k.pem" };
    assert.deepEqual(read({ FENGSUI_LISTEN: listen, ...tls }).tls, { cert: "/c.pem", key: "/k.pem" });
    assert.deepEqual(read({ FENGSUI_LISTEN: listen, FENGSUI_TRUST_PROXY: "10.0.0.2" }).trustProxy, [
      "10.0.0.2",
    ]);
  }
  for (const listen of ["127.1.2.3:1", "[::1]:1", "localhost:1"])
    assert.ok(read({ FENGSUI_LISTEN: listen }), listen);
});

test("all that is wrong is said at once, each with the name by which it was given", () => {
  withFile("hub.yaml", "listne: x\nroles: [api, cook]\ndataDir: here\n", (path) => {
    const error = refusal({ FENGSUI_CONFIG: path, FENGSUI_LISTEN: "nowhere", FENGSUI_LOG_LEVEL: "loud" });
    assert.equal(error.code, "config.invalid");
    assert.ok(error.detail.includes(`listne in ${path}: is no setting`), error.detail);
    assert.ok(
      error.detail.includes(`roles in ${path}: is none of: api, ingest, detect, worker`),
      error.detail,
    );
    assert.ok(error.detail.includes(`dataDir in ${path}: is not a path that begins with /`), error.detail);
    assert.match(error.detail, /^FENGSUI_LISTEN: is not an address and a port/m);
    assert.match(error.detail, /^FENGSUI_LOG_LEVEL: is none of: debug, info/m);
  });
});

test("one half of a certificate, a port too high, a foreign protocol and an empty list of roles are refused", () => {
  for (const environment of [
    { FENGSUI_TLS_CERT: "/c.pem" },
    { FENGSUI_TLS_KEY: "/k.pem" },
    { FENGSUI_LISTEN: "127.0.0.1:65536" },
    { FENGSUI_LISTEN: "127.0.0.1" },
    { DATABASE_URL: "mysql://db" },
    { CLICKHOUSE_URL: "db:8123" },
    { FENGSUI_ROLES: "," },
    { FENGSUI_TRUST_PROXY: "10.0.0.0/33" },
    { FENGSUI_TRUST_PROXY: "proxy.example" },
  ])
    assert.equal(refusal(environment).code, "config.invalid", JSON.stringify(environment));
});

test("a value that is refused is not repeated, since it may be a secret", () => {
  const error = refusal({ DATABASE_URL: "mysql://u:hush@db", FENGSUI_DATABASE_ROLE_PASSWORD: "hush" });
  assert.doesNotMatch(`${error.detail}${error.hint}`, /hush/);
});

test("a configuration file that is absent or broken is refused with its path", () => {
  assert.equal(refusal({ FENGSUI_CONFIG: "/nowhere/hub.yaml" }).code, "config.file_unreadable");
  for (const text of ["a: [", "a: 1\na: 2\n", "- a\n", "text"])
    withFile("hub.yaml", text, (path) => {
      const error = refusal({ FENGSUI_CONFIG: path });
      assert.equal(error.code, "config.file_unreadable", text);
      assert.ok(error.detail.includes(path));
    });
});

test("a variable of our name that is no setting is warned of", () => {
  const { warnings } = read({ FENGSUI_LISTNE: "127.0.0.1:1", FENGSUI_DEBUG: "1" });
  assert.deepEqual(warnings, ["FENGSUI_LISTNE is no setting of the hub"]);
});

test("the documentation has a row for every setting", () => {
  const rows = describeConfig();
  assert.ok(rows.some(({ name, default: value }) => name === "listen" && value === "`127.0.0.1:7480`"));
  for (const row of rows) assert.ok(row.meaning.length > 10 && row.variable !== "", row.name);
});

test("the proxy of a request is looked for in the declared networks", () => {
  const isTrusted = networkTest(["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]);
  for (const address of ["10.1.2.3", "2001:db8::1", "192.0.2.7"]) assert.ok(isTrusted(address), address);
  for (const address of ["11.0.0.1", "192.0.2.8", "::1", "", "x"]) assert.ok(!isTrusted(address), address);
});
