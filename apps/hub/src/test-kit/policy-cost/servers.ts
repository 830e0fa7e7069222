// SPDX-License-Identifier: Apache-2.0
/** The databases to measure on: the embedded one, and one that is served, by programs of this machine. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { type Access, quote, withClient } from "../../platform/records/connections.ts";
import { chooseAccount, identityOf } from "../../platform/records/embedded/account.ts";
import { accessTo, bootstrap, DATABASE, superuserOf } from "../../platform/records/embedded/bootstrap.ts";
import { EmbeddedServer } from "../../platform/records/embedded/server.ts";
import { migrate } from "../../platform/records/migrate.ts";
import { openServed } from "../../platform/records/served.ts";
import { silentLogger } from "../../platform/telemetry/logger.ts";

export interface MeasuredServer extends AsyncDisposable {
  readonly name: string;
  readonly access: Access;
  /** Whom no policy binds. */
  readonly unbound: pg.ClientConfig;
}

const OWNER = "fengsui_policy_bench";

export async function startEmbedded(): Promise<MeasuredServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.adopt(mkdtempSync(join(tmpdir(), "fengsui-policy-")), remove);
  chmodSync(folder, 0o711); // the account of PostgreSQL passes through it
  const server = stack.use(await EmbeddedServer.start(folder));
  await bootstrap(server.socket);
  return await ready("embedded", accessTo(server.socket), superuserOf(server.socket, DATABASE), stack);
}

/** A server of one's own where this machine has the programs; undefined where it has not. */
export async function startServed(): Promise<MeasuredServer | undefined> {
  const bin = findPrograms();
  if (bin === undefined) return undefined;
  await using stack = new AsyncDisposableStack();
  const folder = stack.adopt(mkdtempSync(join(tmpdir(), "fengsui-policy-")), remove);
  const account = chooseAccount(folder);
  if (account.isOther) chownSync(folder, account.uid, account.gid);
  const identity = { ...identityOf(account), cwd: "/" };
  const cluster = join(folder, "cluster");
  const made = spawnSync(
    join(bin, "initdb"),
    [
      `--pgdata=${cluster}`,
      "--username=postgres",
      "--auth=trust",
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
    ],
    { ...identity, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const child = spawn(
    join(bin, "postgres"),
    ["-D", cluster, "-k", folder, "-c", "listen_addresses=", "-c", "max_parallel_workers_per_gather=0"],
    { ...identity, stdio: "ignore" },
  );
  const ended = once(child, "exit");
  stack.defer(async () => {
    child.kill("SIGINT");
    await ended;
  });
  const superuser = { host: folder, user: "postgres", database: "postgres" };
  await untilItAnswers(superuser);
  return await serve("served", superuser, stack);
}

/** A server that somebody else runs, reached as its superuser. What is made there is dropped again. */
export async function reachServed(url: string): Promise<MeasuredServer> {
  await using stack = new AsyncDisposableStack();
  const { username, password, hostname, port, pathname, searchParams } = new URL(url);
  const superuser = {
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    host: searchParams.get("host") ?? hostname,
    port: Number(port === "" ? 5432 : port),
    database: pathname.slice(1),
  };
  return await serve("served elsewhere", superuser, stack);
}

/** As an administrator prepares it: an owner who is no superuser, and a database of that owner. */
async function serve(
  name: string,
  superuser: pg.ClientConfig,
  stack: AsyncDisposableStack,
): Promise<MeasuredServer> {
  const secret = crypto.randomUUID();
  await withClient(superuser, async (client) => {
    await client.query(`create role ${OWNER} login createrole password ${client.escapeLiteral(secret)}`);
    await client.query(`create database ${OWNER} owner ${OWNER}`);
  });
  stack.defer(() => dropAll(superuser));
  const host = encodeURIComponent(superuser.host ?? "localhost");
  const url = `postgres://${OWNER}:${secret}@/${OWNER}?host=${host}&port=${superuser.port ?? 5432}`;
  const access = await openServed({ url, logger: silentLogger });
  return await ready(name, access, { ...superuser, database: OWNER }, stack);
}

async function dropAll(superuser: pg.ClientConfig): Promise<void> {
  await withClient(superuser, async (client) => {
    await client.query(`drop database if exists ${OWNER} with (force)`);
    for (const role of ["fengsui_app", "fengsui_system", OWNER])
      await client.query(`drop role if exists ${quote(role)}`);
  });
}

async function ready(
  name: string,
  access: Access,
  unbound: pg.ClientConfig,
  stack: AsyncDisposableStack,
): Promise<MeasuredServer> {
  await migrate(access.owner);
  const version = await withClient(unbound, async (client) => {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "";
  });
  const kept = stack.move();
  return {
    name: `${name}, PostgreSQL ${version}`,
    access,
    unbound,
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

function findPrograms(): string | undefined {
  const { stdout } = spawnSync("sh", ["-c", "command -v postgres"], { encoding: "utf8" });
  const bin = stdout.trim() === "" ? undefined : dirname(realpathSync(stdout.trim()));
  return bin !== undefined && existsSync(join(bin, "initdb")) ? bin : undefined;
}

async function untilItAnswers(superuser: pg.ClientConfig): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      return await withClient(superuser, async () => undefined);
    } catch {
      await pause(100);
    }
  }
  throw new Error("PostgreSQL does not answer");
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
