// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { anOrganisation, TestFolder } from "../../test-kit/records/index.ts";
import { silentLogger } from "../telemetry/logger.ts";
import { withClient } from "./connections.ts";
import { superuserOf } from "./embedded/bootstrap.ts";
import { EmbeddedServer } from "./embedded/server.ts";
import { openRecords } from "./index.ts";
import { openServed, requireVersion } from "./served.ts";

const folder = new TestFolder();
const ROLE_PASSWORD = "a password of an administrator";
let server: EmbeddedServer;

/** A server as somebody else would run it: who connects needs a password. */
before(async () => {
  server = await EmbeddedServer.start(folder.path);
  const rules = "local all postgres peer map=hub\nlocal all all scram-sha-256\n";
  const file = join(server.cluster, "pg_hba.conf");
  assert.ok(statSync(file).isFile());
  writeFileSync(file, rules);
  await asAdministrator("select pg_reload_conf()");
});

after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

afterEach(async () => {
  await asAdministrator(
    "drop database if exists served with (force)",
    "drop role if exists fengsui_app",
    "drop role if exists fengsui_system",
    "drop role if exists served_owner",
  );
});

async function asAdministrator(...statements: readonly string[]): Promise<void> {
  await withClient(superuserOf(server.socket), async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

/** A database with an owner of the given rights; its address. */
async function aDatabase(rights = ""): Promise<string> {
  const password = randomBytes(8).toString("hex");
  await asAdministrator(
    `create role served_owner login password '${password}' ${rights}`,
    "create database served owner served_owner",
  );
  return `postgres://served_owner:${password}@/served?host=${encodeURIComponent(server.socket)}`;
}

test("with an owner who may make roles the hub makes its own, and another hub on the database finds them", async () => {
  const databaseUrl = await aDatabase("createrole");
  await using first = await openRecords({ dataDir: "/nowhere", databaseUrl });
  await using second = await openRecords({ dataDir: "/nowhere", databaseUrl });
  const id = await anOrganisation(first);
  const seen = await second.read({ kind: "system", job: "test" }, ({ read }) =>
    read.selectFrom("organisations").select("id").execute(),
  );
  assert.deepEqual(seen, [{ id }]);
});

/** Roles as an administrator would make them for an owner who may not. */
async function aDatabaseWithRoles() {
  const databaseUrl = await aDatabase();
  for (const role of ["fengsui_app", "fengsui_system"])
    await asAdministrator(`create role ${role} login password '${ROLE_PASSWORD}'`);
  return { dataDir: "/nowhere", databaseUrl, databaseRolePassword: ROLE_PASSWORD };
}

test("roles that an administrator made are used with the given password", async () => {
  await using records = await openRecords(await aDatabaseWithRoles());
  await records.ping();
});

test("without the right to make roles, or with a wrong password of theirs, the hub says what is needed", async () => {
  const databaseUrl = await aDatabase();
  const config = { dataDir: "/nowhere", databaseUrl };
  await assert.rejects(openRecords(config), { code: "records.roles_missing", message: /permission denied/ });
  await assert.rejects(openRecords({ ...config, databaseRolePassword: ROLE_PASSWORD }), {
    code: "records.roles_missing",
    message: /FENGSUI_DATABASE_ROLE_PASSWORD/,
  });
});

test("a role that could bypass row-level security, or act as the owner, is refused", async () => {
  const config = await aDatabaseWithRoles();
  await (await openRecords(config))[Symbol.asyncDispose]();
  const powers = [
    ["alter role fengsui_app superuser", "alter role fengsui_app nosuperuser"],
    ["alter role fengsui_app bypassrls", "alter role fengsui_app nobypassrls"],
    ["grant served_owner to fengsui_app", "revoke served_owner from fengsui_app"],
    ["grant fengsui_system to fengsui_app", "revoke fengsui_system from fengsui_app"],
    ["alter role fengsui_system superuser", "alter role fengsui_system nosuperuser"],
  ];
  for (const [give, take] of powers) {
    await asAdministrator(give ?? "");
    await assert.rejects(openRecords(config), { code: "records.role_too_powerful" }, give);
    await asAdministrator(take ?? "");
  }
  await (await openRecords(config))[Symbol.asyncDispose]();
});

test("a wrong password and a server that is not there are said with what to check, and without the password", async () => {
  const databaseUrl = (await aDatabase()).replace(/:[0-9a-f]+@/, ":hushhush@");
  for (const url of [
    databaseUrl,
    "postgres://u:hushhush@127.0.0.1:1/x",
    "postgres://u:hushhush@/x?host=/nowhere",
  ])
    await assert.rejects(openServed({ url, logger: silentLogger, patienceMs: 0 }), (error: Error) => {
      assert.doesNotMatch(`${error.message}${error.stack}`, /hushhush/);
      return "code" in error && error.code === "records.unavailable";
    });
});

test("PostgreSQL 14 is too old, and 15 is not", () => {
  assert.throws(() => requireVersion(140_022), { code: "records.server_too_old", message: /PostgreSQL 14/ });
  requireVersion(150_000);
});
