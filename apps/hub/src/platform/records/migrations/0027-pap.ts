// SPDX-License-Identifier: Apache-2.0
/** What may be done with what a case says, beside who may see it. */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`alter table cases add column pap text check (pap in ('clear', 'green', 'amber', 'red'))`.execute(
    db,
  );
  await sql`grant update (pap) on cases to fengsui_app`.execute(db);
}
