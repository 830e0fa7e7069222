// SPDX-License-Identifier: Apache-2.0
/** Restores a backup to where nothing is, after all of it was checked. */
import { FengsuiError } from "@fengsui/contract";
import { type Clock, systemClock } from "../../platform/clock.ts";
import type { Config } from "../../platform/config/index.ts";
import { isEventsStateKnown, loadEvents, requireEmptyEvents } from "../../platform/events/transfer.ts";
import { newId } from "../../platform/ids.ts";
import type { Access } from "../../platform/records/connections.ts";
import { audited, systemPrincipal } from "../../platform/records/index.ts";
import { openPools } from "../../platform/records/records.ts";
import { loadRecords, requireEmptyRecords, unknownIn } from "../../platform/records/transfer.ts";
import { type Logger, silentLogger } from "../../platform/telemetry/logger.ts";
import { endWhatIsOpen } from "../access/index.ts";
import { leapRevisions, lookBackAfter } from "../detection/index.ts";
import { type Header, rowsOf, type StoreName } from "./archive/format.ts";
import { type BackupFile, type Checked, checkArchive, type Rows, rowsIn } from "./archive/read-archive.ts";
import { Progress, type Report } from "./progress.ts";
import { startStores } from "./reach-stores.ts";
import { beginRestore } from "./unfinished.ts";

export interface RestoreBackup {
  readonly config: Config;
  readonly file: BackupFile;
  readonly report: Report;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/** A batch is on its way for no longer: its sender has given up by then. */
const ON_ITS_WAY_MS = 10 * 60_000;

export async function restoreBackup(parts: RestoreBackup): Promise<Checked> {
  const { config, file, report, clock = systemClock, logger = silentLogger } = parts;
  report("Reading it through");
  const checked = await checkArchive(file, () => undefined);
  requireKnown(checked.header);
  using begun = beginRestore(config.dataDir);
  await using stack = new AsyncDisposableStack();
  const stores = await startStores(config, logger, stack);
  await requireEmptyRecords(stores.records);
  await requireEmptyEvents(stores.events);
  report("Restoring the event store");
  await loadEvents(stores.events, checked.header.events, rows(parts, checked, "events"));
  report("Restoring the records");
  await loadRecords(stores.records, checked.header.records, rows(parts, checked, "records"));
  await makeUp(stores.records, checked, clock);
  await stack.disposeAsync();
  begun.finish();
  return checked;
}

function requireKnown({ version, records, events }: Header): void {
  const unknown = unknownIn(records);
  if (unknown.length > 0 || !isEventsStateKnown(events))
    throw new FengsuiError("backup.newer", `it is of version ${version}: ${unknown.join(", ")}`);
}

async function* rows(
  { file, report }: RestoreBackup,
  { manifest }: Checked,
  store: StoreName,
): AsyncGenerator<Rows> {
  const progress = new Progress(report);
  const total = rowsOf(manifest, store);
  for await (const piece of rowsIn(file, manifest, store)) {
    yield piece;
    progress.add(store, piece.rows, total);
  }
}

async function makeUp(access: Access, { header }: Checked, clock: Clock): Promise<void> {
  await using records = openPools(access, { clock });
  await lookBackAfter({ records, clock }, new Date(Date.parse(header.takenAt) - ON_ITS_WAY_MS));
  const subject = { kind: "backup", id: newId<"backup">(clock) };
  const detail = { takenAt: header.takenAt, version: header.version };
  await records.transaction(systemPrincipal("backup.restore"), (tx) =>
    audited(tx, { action: "backup.restore", subject, organisationId: null, detail }, async (write) => {
      await leapRevisions(write);
      await endWhatIsOpen(write, tx.now);
    }),
  );
}
