// SPDX-License-Identifier: Apache-2.0
/** A key that was made before the test began. */
import { type KeyScope, MAX_KEY_RATE } from "@fengsui/contract";
import { writeKey } from "../../features/access/api-keys/format.ts";
import { systemClock } from "../../platform/clock.ts";
import { type Id, newId } from "../../platform/ids.ts";
import type { OrganisationId, PersonId, Records } from "../../platform/records/index.ts";
import { asHub } from "../records/index.ts";

const DAY_MS = 86_400_000;

export async function aKey(records: Records, owner: PersonId, scopes: readonly KeyScope[]): Promise<string> {
  return (await aKeyWithId(records, owner, scopes)).text;
}

export interface KeyLimits {
  readonly organisationIds?: readonly OrganisationId[];
  readonly ended?: "revoked" | "expired";
}

export async function aKeyWithId(
  records: Records,
  owner: PersonId,
  scopes: readonly KeyScope[],
  { organisationIds, ended }: KeyLimits = {},
): Promise<{ id: Id<"api-key">; text: string }> {
  const now = systemClock.now().getTime();
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
        organisation_ids: organisationIds === undefined ? null : [...organisationIds],
        rate_per_minute: MAX_KEY_RATE,
        created_by: owner,
        created_at: new Date(now - DAY_MS),
        expires_at: new Date(ended === "expired" ? now - 1 : now + DAY_MS),
        revoked_at: ended === "revoked" ? new Date(now) : null,
      })
      .execute(),
  );
  return { id, text };
}
