// SPDX-License-Identifier: Apache-2.0
/** The only way to write: a change together with the entry that says who did what to what. */
import { newId } from "../ids.ts";
import type { OrganisationId, Principal } from "./principal.ts";
import { stateOf, type Tx, type Writer } from "./unit-of-work.ts";

export interface AuditEntry {
  /** What was done, as dotted words: `alert.close`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Whose record it is; null where it is the hub's own. Who audits that organisation may read the entry. */
  readonly organisationId: OrganisationId | null;
  /** What is needed to understand it later. Never a secret, and nothing that its readers may not know. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Makes the change and records it, in the same transaction: both stay, or neither. */
export async function audited<Result>(
  tx: Tx,
  entry: AuditEntry,
  change: (write: Writer) => Promise<Result>,
): Promise<Result> {
  const { writer } = stateOf(tx);
  return await changeOrNothing(tx, async () => {
    const result = await change(writer);
    await writer
      .insertInto("audit_entries")
      .values({
        id: newId({ now: () => tx.now }),
        ...actorOf(tx.principal),
        action: entry.action,
        subject_kind: entry.subject.kind,
        subject_id: entry.subject.id,
        organisation_id: entry.organisationId,
        detail: JSON.stringify({ ...entry.detail, ...throughKey(tx.principal) }),
      })
      .execute();
    return result;
  });
}

/**
 * For what is no act of anybody: figures derived from other records, the time something was last seen. The reason is
 * there to be read in a review.
 */
export async function unaudited<Result>(
  tx: Tx,
  reason: string,
  change: (write: Writer) => Promise<Result>,
): Promise<Result> {
  if (reason.trim() === "") throw new TypeError("a change without an audit entry needs a reason");
  return await changeOrNothing(tx, () => change(stateOf(tx).writer));
}

async function changeOrNothing<Result>(tx: Tx, change: () => Promise<Result>): Promise<Result> {
  try {
    return await change();
  } catch (error) {
    stateOf(tx).failure ??= { error };
    throw error;
  }
}

/** What a program did by a key of somebody is told from what they did themselves. */
function throughKey(principal: Principal) {
  return principal.kind === "person" && principal.key !== undefined ? { apiKeyId: principal.key.id } : {};
}

function actorOf(principal: Principal) {
  const { kind } = principal;
  return {
    actor_kind: kind,
    actor_person_id: kind === "person" ? principal.personId : null,
    actor_job: kind === "system" ? principal.job : null,
  };
}
