// SPDX-License-Identifier: Apache-2.0
/** What was given up is counted often, and rare among what was sent. */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`create index deliveries_given_up on deliveries (created_at) where state = 'given_up'`.execute(db);
}
