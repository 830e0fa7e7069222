// SPDX-License-Identifier: Apache-2.0
/** Of whom a provider said when that they signed out: a sign-in that was under way then ends, too. */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table provider_logouts
      add column subject text check (length(subject) <= 255),
      add column sid text check (length(sid) <= 255),
      add column heard_at timestamptz not null default now()`.execute(db);
}
