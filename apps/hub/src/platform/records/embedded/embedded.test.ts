// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { TestFolder } from "../../../test-kit/records/index.ts";
import { withClient } from "../connections.ts";
import { superuserOf } from "./bootstrap.ts";
import { EmbeddedServer } from "./server.ts";

const isRoot = process.getuid?.() === 0;

async function show(server: EmbeddedServer, setting: string): Promise<unknown> {
  return await withClient(superuserOf(server.socket), async (client) => {
    const { rows } = await client.query(`select current_setting($1) as value`, [setting]);
    return rows[0]?.value;
  });
}

/** The inodes of the sockets that a process listens on over TCP. */
function tcpListeners(pid: number): string[] {
  const sockets = ["tcp", "tcp6"].flatMap((name) =>
    readFileSync(`/proc/${pid}/net/${name}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === "0A")
      .map((columns) => `socket:[${columns[9]}]`),
  );
  const open = Array.from({ length: 64 }, (_, descriptor) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
    } catch {
      return ""; // not open
    }
  });
  return sockets.filter((socket) => open.includes(socket));
}

describe("a running server", () => {
  const folder = new TestFolder();
  let server: EmbeddedServer;

  before(async () => {
    server = await EmbeddedServer.start(folder.path);
  });

  after(async () => {
    await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  test("what is acknowledged is fsynced, and pages have checksums", async () => {
    for (const setting of ["fsync", "full_page_writes", "synchronous_commit", "data_checksums"])
      assert.equal(await show(server, setting), "on", setting);
  });

  test("the collation is PostgreSQL's own, which no update of the system changes", async () => {
    const provider = await withClient(superuserOf(server.socket), async (client) => {
      const { rows } = await client.query(
        "select datlocprovider as is from pg_database where datname = 'postgres'",
      );
      return rows[0]?.is;
    });
    assert.equal(provider, "b");
  });

  test("PostgreSQL is not root, and nobody else can look at its files or reach its socket", () => {
    const records = statSync(join(folder.path, "records"));
    assert.notEqual(records.uid, 0);
    assert.equal(records.mode & 0o777, 0o700);
    assert.equal(statSync(server.cluster).mode & 0o777, 0o700);
    assert.equal(statSync(server.socket).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder.path, "records.lock")).mode & 0o777, 0o600);
  });

  test("PostgreSQL listens on no network", async (t) => {
    if (process.platform !== "linux") return t.skip("not on macOS");
    assert.equal(await show(server, "listen_addresses"), "");
    assert.ok(server.pid !== undefined);
    assert.deepEqual(tcpListeners(server.pid), []);
  });

  test("a second start on the directory is refused and says who holds it, and the first goes on", async () => {
    await assert.rejects(EmbeddedServer.start(folder.path), {
      code: "records.locked",
      message: new RegExp(`held by process ${process.pid}$`),
    });
    assert.equal(await show(server, "fsync"), "on");
  });
});

test("a directory is free again after the stop, and the second start makes no new cluster", async () => {
  using folder = new TestFolder();
  const made = async () => {
    await using server = await EmbeddedServer.start(folder.path);
    return statSync(join(server.cluster, "PG_VERSION")).mtimeMs;
  };
  assert.equal(await made(), await made());
});

test("a cluster that was being made when the hub was killed is made anew", async () => {
  using folder = new TestFolder();
  await (await EmbeddedServer.start(folder.path))[Symbol.asyncDispose]();
  const cluster = join(folder.path, "records/cluster");
  renameSync(cluster, `${cluster}.partial`);
  await using server = await EmbeddedServer.start(folder.path);
  assert.equal(await show(server, "fsync"), "on");
  assert.ok(!existsSync(`${cluster}.partial`));
});

test("a file of a postmaster with the number of a living stranger does not keep it from starting", async (t) => {
  if (process.platform !== "linux") return t.skip("not on macOS");
  using folder = new TestFolder();
  await (await EmbeddedServer.start(folder.path))[Symbol.asyncDispose]();
  const cluster = join(folder.path, "records/cluster");
  writeFileSync(join(cluster, "postmaster.pid"), `${process.pid}\n${cluster}\n`);
  await using server = await EmbeddedServer.start(folder.path);
  assert.equal(await show(server, "fsync"), "on");
});

test("a path too long for a socket has its socket elsewhere, closed to others, and none is left", async () => {
  using folder = new TestFolder();
  const dataDir = join(folder.path, "d".repeat(60), "e".repeat(60));
  mkdirSync(dataDir, { recursive: true });
  chmodSync(folder.path, 0o711);
  const inUse = async () => {
    await using server = await EmbeddedServer.start(dataDir);
    assert.equal(lstatSync(server.socket).mode & 0o777, 0o700);
    assert.equal(await show(server, "fsync"), "on");
    return server.socket;
  };
  const socket = await inUse();
  assert.ok(Buffer.byteLength(socket) < 90, socket);
  assert.ok(!existsSync(socket));
});

test("a data directory below one that may not be passed through is refused with what to do", async () => {
  using folder = new TestFolder();
  const dataDir = join(folder.path, "data");
  chmodSync(folder.path, isRoot ? 0o700 : 0o600);
  await assert.rejects(EmbeddedServer.start(dataDir), {
    code: "records.directory_unusable",
    hint: isRoot ? new RegExp(`^Run: chmod o\\+x ${folder.path},`) : /^Choose a FENGSUI_DATA_DIR/,
  });
  chmodSync(folder.path, 0o711);
  await using server = await EmbeddedServer.start(dataDir);
  assert.equal(await show(server, "fsync"), "on");
});

test("a cluster of another major version is refused before anything touches it", async () => {
  using folder = new TestFolder();
  await (await EmbeddedServer.start(folder.path))[Symbol.asyncDispose]();
  writeFileSync(join(folder.path, "records/cluster/PG_VERSION"), "17\n");
  await assert.rejects(EmbeddedServer.start(folder.path), {
    code: "records.start_failed",
    message: /made by PostgreSQL 17/,
  });
});

test("a server that cannot start says why, and leaves the directory free", async () => {
  using folder = new TestFolder();
  const settings = { shared_buffers: "nonsense" };
  await assert.rejects(EmbeddedServer.start(folder.path, { settings }), {
    code: "records.start_failed",
    message: /invalid value for parameter "shared_buffers"/,
  });
  await using server = await EmbeddedServer.start(folder.path);
  assert.equal(await show(server, "fsync"), "on");
});
