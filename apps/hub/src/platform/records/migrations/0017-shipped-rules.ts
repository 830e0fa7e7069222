// SPDX-License-Identifier: Apache-2.0
/** Rules that come with the hub are told from those of a folder. */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table rules drop constraint rules_origin_check,
      add constraint rules_origin_check check (origin in ('upload', 'folder', 'shipped', 'built_in'))`.execute(
    db,
  );
}
