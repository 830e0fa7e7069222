// SPDX-License-Identifier: Apache-2.0
/** A database for one test file: real, empty but for its tables, and gone when the file is done. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Access } from "../../platform/records/connections.ts";
import { accessTo, superuserOf } from "../../platform/records/embedded/bootstrap.ts";
import { openPools, type Records, type RecordsParts } from "../../platform/records/records.ts";
import { CLONE, type MeetingPlace, meetingPlace } from "./meeting-place.ts";

export interface TestRecords extends Records {
  /** To look at the database past the product's own doors. */
  readonly access: Access & { readonly superuser: ReturnType<typeof superuserOf> };
}

const KEEPER = fileURLToPath(new URL("./keeper.ts", import.meta.url));
const LIMIT_MS = 60_000;
const PAUSE_MS = 50;
/** One that is slow to start, on a busy machine, is not joined by a crowd of others. */
const SPAWN_EVERY_MS = 25_000;

export async function createTestRecords(parts: RecordsParts = {}): Promise<TestRecords> {
  const { connection, socket, database } = await requestClone();
  const access = accessTo(socket, database);
  const end: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      connection.end();
    },
  };
  const records = openPools(access, parts, end);
  return { ...records, access: { ...access, superuser: superuserOf(socket, database) } };
}

async function requestClone() {
  const place = meetingPlace();
  const deadline = performance.now() + LIMIT_MS;
  let spawned = Number.NEGATIVE_INFINITY;
  while (performance.now() < deadline) {
    const connection = await tryConnect(place.socket);
    const line = connection === undefined ? undefined : await firstLine(connection);
    if (connection !== undefined && line !== undefined)
      return { connection, ...CLONE.parse(JSON.parse(line)) };
    if (connection === undefined && performance.now() - spawned > SPAWN_EVERY_MS) {
      spawned = performance.now();
      startKeeper(meetingPlace());
    }
    await delay(PAUSE_MS);
  }
  const log = existsSync(place.log) ? readFileSync(place.log, "utf8") : "";
  throw new Error(`no database for the test after ${LIMIT_MS / 1000} s\n${log}`);
}

async function tryConnect(path: string): Promise<Socket | undefined> {
  const connection = connect(path);
  try {
    await once(connection, "connect");
    connection.on("error", () => undefined); // it is closed next
    return connection;
  } catch {
    return undefined; // no keeper yet, or one that is just ending
  }
}

/** Undefined where the keeper ended instead of answering. */
async function firstLine(connection: Socket): Promise<string | undefined> {
  const lines = createInterface({ input: connection });
  for await (const line of lines) return line;
  return undefined;
}

function startKeeper(place: MeetingPlace): void {
  const log = openSync(place.log, "a");
  spawn(process.execPath, [KEEPER], { detached: true, stdio: ["ignore", log, log], cwd: "/" }).unref();
  closeSync(log);
}
