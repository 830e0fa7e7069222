// SPDX-License-Identifier: Apache-2.0
/** What an account is entered with: something of it may be taken away, but not the last. */
import type { FengsuiError } from "@fengsui/contract";
import { sql } from "kysely";
import type { PersonId, ReadTx, Writer } from "../../platform/records/index.ts";
import { listIdentities } from "./oidc/identity-records.ts";
import { listPasskeys } from "./passkeys/records.ts";
import { hasPassword } from "./records.ts";

/** Before: of two who take something away at once, the second sees what the first has left. */
export async function lockWaysIn(write: Writer, personId: PersonId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ways in ${personId}`}, 0))`.execute(write);
}

/** After, in the same transaction; the refusal is of who took it away. */
export async function requireWayIn(
  tx: ReadTx,
  personId: PersonId,
  refusal: (detail: string) => FengsuiError,
): Promise<void> {
  if (await hasPassword(tx, personId)) return;
  if ((await listPasskeys(tx, personId)).length > 0) return;
  if ((await listIdentities(tx, personId)).some((one) => one.is_enabled)) return;
  throw refusal("the account has no password, no other passkey and no other provider");
}
