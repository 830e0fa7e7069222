// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts in the order in which they are listed. An index that begins with the audience cannot give it to somebody who
 * is in several: all of their alerts would be sorted for each page.
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`create index alerts_by_time on alerts (last_event_at desc, id desc)`.execute(db);
}
