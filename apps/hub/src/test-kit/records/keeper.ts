// SPDX-License-Identifier: Apache-2.0
/**
 * A process that keeps one PostgreSQL for all test files that run now, so that each need not start its own. Who
 * connects gets a clone of a database with all tables; when the connection ends, however it ends, the clone goes. When
 * nobody has been connected for a while the keeper ends and leaves nothing.
 */
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { Jobs } from "../../platform/jobs/index.ts";
import { withClient } from "../../platform/records/connections.ts";
import {
  accessTo,
  bootstrap,
  DATABASE,
  makeDatabase,
  superuserOf,
} from "../../platform/records/embedded/bootstrap.ts";
import { EmbeddedServer } from "../../platform/records/embedded/server.ts";
import { migrate } from "../../platform/records/migrate.ts";
import { createLogger } from "../../platform/telemetry/logger.ts";
import { type Clone, type MeetingPlace, meetingPlace } from "./meeting-place.ts";

const IDLE_MS = 3_000;
const NOBODY_CAME_MS = 30_000;
/** Nothing here outlives the tests, so nothing needs to reach the disk. */
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  max_connections: "200",
};

class Keeper {
  readonly #postgres: EmbeddedServer;
  readonly #server: Server;
  readonly #guests = new Set<Socket>();
  readonly #done = Promise.withResolvers<void>();
  #made = 0;
  #work: Promise<void> = Promise.resolve();
  #idle: NodeJS.Timeout;

  constructor(postgres: EmbeddedServer, place: MeetingPlace) {
    this.#postgres = postgres;
    this.#server = createServer((guest) => this.#receive(guest)).listen(place.socket);
    this.#idle = setTimeout(this.#done.resolve, NOBODY_CAME_MS);
  }

  async untilNobodyIsLeft(): Promise<void> {
    await this.#done.promise;
    this.#server.close();
    for (const guest of this.#guests) guest.destroy();
    await this.#work;
  }

  #receive(guest: Socket): void {
    clearTimeout(this.#idle);
    this.#guests.add(guest);
    const database = `test_${++this.#made}`;
    guest.on("error", () => undefined); // it is closed next
    guest.once("close", () => {
      this.#guests.delete(guest);
      this.#enqueue(() => this.#drop(database));
      if (this.#guests.size === 0) this.#idle = setTimeout(this.#done.resolve, IDLE_MS);
    });
    this.#enqueue(async () => {
      if (guest.destroyed) return;
      await this.#clone(database);
      guest.write(`${JSON.stringify({ socket: this.#postgres.socket, database } satisfies Clone)}\n`);
    });
  }

  /** One after the other: PostgreSQL copies a database only while nobody else does. */
  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => console.error(error));
  }

  async #clone(database: string): Promise<void> {
    await withClient(superuserOf(this.#postgres.socket), (client) =>
      makeDatabase(client, database, DATABASE),
    );
  }

  async #drop(database: string): Promise<void> {
    await withClient(superuserOf(this.#postgres.socket), async (client) => {
      await client.query(`drop database if exists ${database} with (force)`);
    });
  }
}

async function keep(place: MeetingPlace): Promise<void> {
  const options = { settings: SETTINGS, logger: createLogger("warn") };
  // A second keeper ends here, as the first holds the lock.
  await using postgres = await EmbeddedServer.start(place.folder, options);
  rmSync(place.socket, { force: true });
  await bootstrap(postgres.socket);
  await migrate(accessTo(postgres.socket).owner);
  await (await Jobs.open(accessTo(postgres.socket).system))[Symbol.asyncDispose]();
  await new Keeper(postgres, place).untilNobodyIsLeft();
}

if (import.meta.main) {
  const place = meetingPlace();
  await keep(place);
  rmSync(place.folder, { recursive: true, force: true });
}
