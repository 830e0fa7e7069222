// SPDX-License-Identifier: Apache-2.0
/** What a provider said of who signed out there is believed once: its token is known again for as long as it could hold. */
import { sql } from "kysely";
import { type AnyDatabase, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    create table provider_logouts (
      provider_id uuid not null references identity_providers,
      token_hash bytea not null check (length(token_hash) = 32),
      until timestamptz not null,
      primary key (provider_id, token_hash)
    )`.execute(db);
  await protect(db, { table: "provider_logouts", app: "" });
}
