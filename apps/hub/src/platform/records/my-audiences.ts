// SPDX-License-Identifier: Apache-2.0
/** The audiences of the principal, for stores outside of the database that filter by them. */
import { sql } from "kysely";
import type { ReadTx } from "./unit-of-work.ts";

export async function myAudiences(tx: ReadTx): Promise<readonly number[]> {
  const row = await tx.read.selectNoFrom(sql<number[]>`my_audiences()`.as("ids")).executeTakeFirstOrThrow();
  return row.ids;
}
