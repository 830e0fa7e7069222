// SPDX-License-Identifier: Apache-2.0
/** A schema for the queue of jobs, which makes its own tables in it. They hold no records of anybody, only ids. */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export const JOBS_SCHEMA = "jobs";

export async function up(db: AnyDatabase): Promise<void> {
  await sql.raw(`create schema ${JOBS_SCHEMA}`).execute(db);
  await sql.raw(`grant usage, create on schema ${JOBS_SCHEMA} to fengsui_system`).execute(db);
}
