// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a backup while the hub runs. Of the records, one snapshot is read; the events after it, so that whatever a
 * record names is there. What came meanwhile may be in the one and not yet in the other: a restored hub makes up for
 * it (docs/decisions/0012).
 */
import { statSync } from "node:fs";
import { basename, join } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import { type Clock, systemClock } from "../../platform/clock.ts";
import type { Config } from "../../platform/config/index.ts";
import { dumpTable, type EventsState, readEventsState } from "../../platform/events/transfer.ts";
import { newId } from "../../platform/ids.ts";
import type { Access } from "../../platform/records/connections.ts";
import { audited, systemPrincipal } from "../../platform/records/index.ts";
import { openPools } from "../../platform/records/records.ts";
import { type RecordsSnapshot, withSnapshot } from "../../platform/records/transfer.ts";
import { type Logger, silentLogger } from "../../platform/telemetry/logger.ts";
import { FORMAT, type Manifest, rowsOf } from "./archive/format.ts";
import { ArchiveWriter } from "./archive/write-archive.ts";
import { count, Progress, type Report } from "./progress.ts";
import { type ReachedStores, reachStores } from "./reach-stores.ts";

export interface MakeBackup {
  readonly config: Config;
  /** A file that is made, or a folder in which one is. */
  readonly target: string;
  readonly passphrase?: string | undefined;
  /** Of the program. */
  readonly version: string;
  readonly report: Report;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

export interface MadeBackup {
  readonly path: string;
  readonly bytes: number;
  readonly records: number;
  readonly events: number;
}

export async function makeBackup(parts: MakeBackup): Promise<MadeBackup> {
  const { config, passphrase, clock = systemClock, logger = silentLogger } = parts;
  const path = nameIn(parts.target, clock.now(), passphrase !== undefined);
  await using stack = new AsyncDisposableStack();
  const stores = await reachStores(config, logger, stack);
  await using archive = await ArchiveWriter.open(path, passphrase);
  const manifest = await copyBoth(parts, stores, archive);
  const made = {
    path,
    bytes: statSync(path).size,
    records: rowsOf(manifest, "records"),
    events: rowsOf(manifest, "events"),
  };
  await note(stores.records, made, clock);
  return made;
}

function nameIn(target: string, now: Date, isEncrypted: boolean): string {
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) return target;
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  return join(target, `fengsui-${time}.tar${isEncrypted ? ".age" : ""}`);
}

/** The snapshot of the records ends before the events are read: a long one would keep the database from tidying up. */
async function copyBoth(
  { version, report }: MakeBackup,
  { records, events: client }: ReachedStores,
  archive: ArchiveWriter,
): Promise<Manifest> {
  const events = await readEventsState(client);
  const audienceIds = await withSnapshot(records, async (snapshot) => {
    const { migrations, tables, sequences, takenAt } = snapshot;
    await archive.writeHeader({
      format: FORMAT,
      version,
      takenAt: takenAt.toISOString(),
      records: { migrations, tables, sequences },
      events,
    });
    await copyRecords(snapshot, archive, report);
    return snapshot.audienceIds;
  });
  await copyEvents({ client, events, audienceIds }, archive, report);
  return await archive.finish();
}

async function copyRecords(snapshot: RecordsSnapshot, archive: ArchiveWriter, report: Report): Promise<void> {
  report(`Records: ${count(snapshot.tables.length)} tables`);
  const progress = new Progress(report);
  for (const table of snapshot.tables) {
    let number = 0;
    for await (const piece of snapshot.rows(table)) {
      await archive.addRows(pieceName("records", table.name, number++), piece);
      progress.add("records", piece.rows);
    }
  }
}

interface EventRows {
  readonly client: ClickHouseClient;
  readonly events: EventsState;
  readonly audienceIds: readonly number[];
}

async function copyEvents(
  { client, events, audienceIds }: EventRows,
  archive: ArchiveWriter,
  report: Report,
): Promise<void> {
  for (const table of events.tables) {
    report(`Event store, ${table.name}: about ${count(table.rows)} rows`);
    const progress = new Progress(report);
    let number = 0;
    for await (const piece of dumpTable(client, table, audienceIds)) {
      await archive.addRows(pieceName("events", table.name, number++), piece);
      progress.add(table.name, piece.rows, table.rows);
    }
  }
}

function pieceName(store: string, table: string, number: number): string {
  return `${store}/${table}/${String(number).padStart(6, "0")}`;
}

/** In the audit log of the hub that goes on, not in the backup. */
async function note(access: Access, { path, bytes, records, events }: MadeBackup, clock: Clock) {
  await using opened = openPools(access, { clock });
  const subject = { kind: "backup", id: newId<"backup">(clock) };
  const detail = { file: basename(path), bytes, records, events };
  await opened.transaction(systemPrincipal("backup.make"), (tx) =>
    audited(tx, { action: "backup.make", subject, organisationId: null, detail }, async () => undefined),
  );
}
