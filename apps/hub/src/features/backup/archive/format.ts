// SPDX-License-Identifier: Apache-2.0
/**
 * What a backup is: one tar file, encrypted by age where a passphrase was given.
 *
 *     backup.json               when and by which version, and what the rows are of
 *     records/<table>/<n>.zst   rows as PostgreSQL's COPY writes them
 *     events/<table>/<n>.zst    rows in ClickHouse's TabSeparated
 *     manifest.json             the last: without it the file is no backup. The hash of each other entry
 */
import { z } from "zod";
import { EVENTS_SCHEMA_STATE } from "../../../platform/events/transfer.ts";
import { RECORDS_SCHEMA_STATE } from "../../../platform/records/transfer.ts";

export const FORMAT = 1;
export const HEADER_NAME = "backup.json";
export const MANIFEST_NAME = "manifest.json";

export const HEADER = z.object({
  format: z.literal(FORMAT),
  version: z.string(),
  /** Everything acknowledged before is in it. */
  takenAt: z.iso.datetime(),
  records: RECORDS_SCHEMA_STATE,
  events: EVENTS_SCHEMA_STATE,
});
export type Header = z.infer<typeof HEADER>;

const ENTRY = z.object({ sha256: z.string(), bytes: z.int(), rows: z.int() });
export type Entry = z.infer<typeof ENTRY>;
export const MANIFEST = z.object({ entries: z.record(z.string(), ENTRY) });
export type Manifest = z.infer<typeof MANIFEST>;

export type StoreName = "records" | "events";

/** The rows of a manifest, of a store. */
export function rowsOf({ entries }: Manifest, store: StoreName): number {
  return Object.entries(entries).reduce(
    (sum, [name, { rows }]) => (name.startsWith(`${store}/`) ? sum + rows : sum),
    0,
  );
}
