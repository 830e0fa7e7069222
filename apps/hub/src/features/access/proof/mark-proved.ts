// SPDX-License-Identifier: Apache-2.0
import type { Id } from "../../../platform/ids.ts";
import { audited, type PersonId, type Tx } from "../../../platform/records/index.ts";
import { updateProof } from "../records.ts";

export interface GivenProof {
  readonly sessionId: Id<"session">;
  readonly personId: PersonId;
  /** What it was proved by, for who reads the audit record. */
  readonly by: "password" | "passkey" | "provider";
}

/** In the name of the hub's own sign-in; false where the session has ended since. */
export async function markProved(tx: Tx, { sessionId, personId, by }: GivenProof): Promise<boolean> {
  const subject = { kind: "session", id: sessionId };
  return await audited(
    tx,
    { action: "session.prove", subject, organisationId: null, detail: { personId, by } },
    async (write) => await updateProof(write, { id: sessionId, personId, now: tx.now }),
  );
}
