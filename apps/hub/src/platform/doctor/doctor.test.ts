// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openPostOffice } from "../../test-kit/mail/index.ts";
import { startTestHub } from "../../test-kit/web/index.ts";
import { lockDirectory } from "../records/embedded/directory-lock.ts";
import { type Finding, renderFindings, runDoctor } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "fengsui-doctor-test-"));
chmodSync(folder, 0o711); // the account of PostgreSQL must be able to pass
after(() => rmSync(folder, { recursive: true, force: true }));

async function examine(environment: Readonly<Record<string, string>> = {}) {
  const dataDir = join(folder, "data");
  const findings = await runDoctor({
    consoleFolder: join(folder, "console"),
    surroundings: {
      environment: { FENGSUI_DATA_DIR: dataDir, FENGSUI_LISTEN: "127.0.0.1:0", ...environment },
      isRoot: false,
      home: folder,
    },
  });
  return new Map(findings.map((finding) => [finding.name, finding]));
}

const statusOf = (findings: ReadonlyMap<string, Finding>, name: string) => findings.get(name)?.status;

test("on a machine that is well there is nothing to mend, and nothing is made", async () => {
  const findings = await examine();
  const failed = [...findings.values()].filter(({ status }) => status === "fail");
  assert.deepEqual(failed, []);
  assert.match(findings.get("data.directory")?.detail ?? "", /will be made/);
  assert.equal(statusOf(findings, "console"), "warn");
  assert.throws(() => rmSync(join(folder, "data")), { code: "ENOENT" });
});

test("a configuration that is wrong is told with what to do, and a misspelt variable with its name", async () => {
  const exposed = await examine({ FENGSUI_LISTEN: "0.0.0.0:7480" });
  const { status, hint } = exposed.get("configuration") ?? {};
  assert.equal(status, "fail");
  assert.match(hint ?? "", /FENGSUI_TLS_CERT/);
  assert.equal(exposed.has("address"), false);
  const misspelt = await examine({ FENGSUI_LISTN: "x" });
  assert.match(misspelt.get("configuration")?.detail ?? "", /FENGSUI_LISTN/);
});

test("a port that another program has, and stores that do not answer, are told without their secrets", async (t) => {
  const other = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const address = other.address();
  assert.ok(typeof address === "object" && address !== null);
  const findings = await examine({
    FENGSUI_LISTEN: `127.0.0.1:${address.port}`,
    DATABASE_URL: `postgres://fengsui:hunter2hunter2@127.0.0.1:${address.port}/fengsui`,
    CLICKHOUSE_URL: `http://fengsui:hunter2hunter2@127.0.0.1:${address.port}/fengsui`,
  });
  for (const name of ["address", "records", "events"]) assert.equal(statusOf(findings, name), "fail", name);
  assert.match(findings.get("address")?.hint ?? "", new RegExp(String(address.port)));
  assert.ok(!renderFindings([...findings.values()]).includes("hunter2"));
});

test("a directory that the account of PostgreSQL cannot reach is told, where it is another", async () => {
  if (process.getuid?.() !== 0) return; // then it is our own
  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o700 });
  const findings = await examine({ FENGSUI_DATA_DIR: join(closed, "data") });
  assert.match(findings.get("data.passable")?.hint ?? "", new RegExp(`chmod o\\+x ${closed}`));
});

test("who holds the directory is told", async () => {
  const dataDir = join(folder, "held");
  mkdirSync(dataDir);
  const free = lockDirectory(join(dataDir, "records.lock"));
  const held = await examine({ FENGSUI_DATA_DIR: dataDir });
  assert.match(held.get("data.lock")?.detail ?? "", new RegExp(`process ${process.pid} holds`));
  free[Symbol.dispose]();
  const after = await examine({ FENGSUI_DATA_DIR: dataDir });
  assert.equal(after.get("data.lock")?.detail, "nobody holds it");
});

test("a served PostgreSQL whose owner is a superuser is warned of; a running hub is asked how it is", async () => {
  await using hub = await startTestHub();
  const { host, user, database } = hub.records.access.superuser;
  const served = `postgres:///${database}?host=${encodeURIComponent(host ?? "")}&user=${user}`;
  const findings = await examine({ FENGSUI_LISTEN: hub.address.host, DATABASE_URL: served });
  assert.deepEqual(
    [statusOf(findings, "records"), statusOf(findings, "address"), statusOf(findings, "hub")],
    ["warn", "ok", "ok"],
  );
  await hub.records[Symbol.asyncDispose]();
  const ill = await examine({ FENGSUI_LISTEN: hub.address.host });
  assert.match(ill.get("hub")?.detail ?? "", /not ready: records/);
});

test("findings are printed as a list with what to do", () => {
  const text = renderFindings([
    { name: "node", status: "ok", detail: "Node 24" },
    { name: "data.room", status: "fail", detail: "full", hint: "Free space." },
  ]);
  assert.equal(
    text,
    "ok    node       Node 24\nFAIL  data.room  full\n                 → Free space.\n\n1 ok, 0 to look at, 1 to mend\n",
  );
});

test("mail is not set up, half set up, out of reach without its password said, or well", async () => {
  const mail = async (environment: Readonly<Record<string, string>>) => {
    const { status, detail, hint } = (await examine(environment)).get("mail") ?? {};
    assert.doesNotMatch(`${detail} ${hint}`, /hunter2/);
    return [status, detail] as const;
  };
  const FENGSUI_SMTP_FROM = "fengsui@example.org";
  assert.match((await mail({})).join(" "), /^ok not set up/);
  assert.match((await mail({ FENGSUI_SMTP_FROM })).join(" "), /^fail FENGSUI_SMTP_URL is missing/);
  const nowhere = await mail({ FENGSUI_SMTP_URL: "smtp://li:hunter2@127.0.0.1:1", FENGSUI_SMTP_FROM });
  assert.match(nowhere.join(" "), /^fail 127.0.0.1:1: the mail server cannot be reached/);
  await using post = await openPostOffice();
  assert.match(
    (await mail({ FENGSUI_SMTP_URL: post.url, FENGSUI_SMTP_FROM })).join(" "),
    /^ok .* takes mail/,
  );
});
