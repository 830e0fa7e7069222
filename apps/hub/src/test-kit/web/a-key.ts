// SPDX-License-Identifier: Apache-2.0
/** A key that was made before the test began. */
import { type KeyScope, MAX_KEY_RATE } from "@fengsui/contract";
import { writeKey } from "../../features/access/api-keys/format.ts";
import { systemClock } from "../../platform/clock.ts";
import { type Id, newId } from "../../platform/ids.ts";
import type { PersonId, Records } from "../../platform/records/index.ts";
import { asHub } from "../records/index.ts";

const DAY_MS = 86_400_000;

export async function aKey(records: Records, owner: PersonId, scopes: readonly KeyScope[]): Promise<string> {
  return (await aKeyWithId(records, owner, scopes)).text;
}

export async function aKeyWithId(
  records: Records,
  owner: PersonId,
  scopes: readonly KeyScope[],
): Promise<{ id: Id<"api-key">; text: string }> {
  const { id, text, hash } = writeKey(newId<"api-key">(systemClock));
  await asHub(records, (write) =>
    write
      .insertInto("api_keys")
      .values({
        id,
        person_id: owner,
        name: "key",
        secret_hash: hash,
        scopes: [...scopes],
        organisation_ids: null,
        rate_per_minute: MAX_KEY_RATE,
        created_by: owner,
        expires_at: new Date(Date.now() + DAY_MS),
      })
      .execute(),
  );
  return { id, text };
}
