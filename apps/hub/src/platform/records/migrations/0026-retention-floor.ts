// SPDX-License-Identifier: Apache-2.0
/** The least that a hub keeps, whatever its organisations say. */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table hub_retention
      add column floor_days int not null default 0 check (floor_days between 0 and 36500)`.execute(db);
}
