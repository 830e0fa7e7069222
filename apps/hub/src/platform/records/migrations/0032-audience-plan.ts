// SPDX-License-Identifier: Apache-2.0
/**
 * The plan of the rule of who sees what is made once in a connection. Its values look cheaper to PostgreSQL as constants
 * of a plan of their own, and so it made a new one for every table of every query, which took longer than to run it.
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`alter function audiences_of(audience_reader) set plan_cache_mode = force_generic_plan`.execute(
    db,
  );
}
