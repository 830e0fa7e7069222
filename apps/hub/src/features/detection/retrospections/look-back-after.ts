// SPDX-License-Identifier: Apache-2.0
/**
 * A pass over what came shortly before both stores were copied: of a batch that was on its way just then, the events
 * may have been copied and their matches not.
 */
import type { Clock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import { audited, type Records, systemPrincipal } from "../../../platform/records/index.ts";
import { byOrganisation } from "./plan.ts";
import { addRules, insertRetrospection } from "./records.ts";

export interface LookBackAfterParts {
  readonly records: Records;
  readonly clock: Clock;
}

const RESTORER = systemPrincipal("backup.restore");

/** With every rule that is on; the hub works on it once it is up. */
export async function lookBackAfter(
  { records, clock }: LookBackAfterParts,
  receivedSince: Date,
): Promise<void> {
  await records.transaction(RESTORER, async (tx) => {
    for (const [organisationId, rules] of await byOrganisation(tx)) {
      const id = newId<"retrospection">(clock);
      const wanted = {
        id,
        organisationId,
        cause: "asked",
        receivedSince,
        from: null,
        to: null,
        requestedBy: null,
        createdAt: tx.now,
        notBefore: tx.now,
      } as const;
      const subject = { kind: "retrospection", id };
      const entry = {
        action: "retrospection.plan",
        subject,
        organisationId,
        detail: { rules: rules.length },
      };
      await audited(tx, entry, async (write) => {
        await insertRetrospection(write, wanted, rules.length);
        await addRules(write, { id, organisationId }, rules);
      });
    }
  });
}
