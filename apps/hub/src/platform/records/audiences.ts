// SPDX-License-Identifier: Apache-2.0
/** Who may see a record, as the one integer that the record holds. The rule itself is in the database. */
import { sql } from "kysely";
import type { Id } from "../ids.ts";
import type { OrganisationId, PersonId } from "./principal.ts";
import type { Writer } from "./unit-of-work.ts";

export type Audience = {
  readonly owner: OrganisationId;
} /** The members of the owner alone: what has no marking is not shared. */ & (
  | { readonly marking: null }
  | { readonly marking: "clear" | "green" }
  | {
      readonly marking: "amber" | "amber+strict";
      readonly sharingGroup?: Id<"sharing-group">;
      readonly organisations?: readonly OrganisationId[];
    }
  /** Exactly these people, wherever they are; the author is one of them only if named. */
  | { readonly marking: "red"; readonly people: readonly PersonId[] }
);

/** The same audience has the same integer. */
export async function ensureAudience(write: Writer, audience: Audience): Promise<number> {
  const isAmber = audience.marking === "amber" || audience.marking === "amber+strict";
  const group = isAmber ? (audience.sharingGroup ?? null) : null;
  const organisations = isAmber ? [...(audience.organisations ?? [])] : [];
  const people = audience.marking === "red" ? [...audience.people] : [];
  const { rows } = await sql<{ id: number }>`
    select ensure_audience(${audience.owner}::uuid, ${audience.marking}::text, ${group}::uuid,
      ${organisations}::uuid[], ${people}::uuid[]) as id`.execute(write);
  const id = rows[0]?.id;
  if (id === undefined) throw new TypeError("ensure_audience gave nothing");
  return id;
}
