// SPDX-License-Identifier: Apache-2.0
/** When the owner of a session last proved to be there; who had signed in before this had done so then. */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`alter table sessions add column proved_at timestamptz not null default now()`.execute(db);
  await sql`update sessions set proved_at = created_at`.execute(db);
}
