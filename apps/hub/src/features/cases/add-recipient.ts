// SPDX-License-Identifier: Apache-2.0
/** A case is shared with one organisation more, because it asked for it. */
import { FengsuiError, type Sharing } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId, Tx, Writer } from "../../platform/records/index.ts";
import { ensureShared, toSharedWith } from "../disclosure/index.ts";
import { type CaseParts, changeCase } from "./change-case.ts";
import * as store from "./records.ts";

interface Recipient {
  readonly id: Id<"case">;
  readonly organisationId: OrganisationId;
}

/** `also` is done in the same transaction. */
export async function addRecipient(
  parts: CaseParts,
  signedIn: SignedIn,
  { id, organisationId }: Recipient,
  also: (tx: Tx, write: Writer) => Promise<void>,
): Promise<void> {
  const act = { action: "case.share", detail: { addedOrganisationId: organisationId } };
  await changeCase(parts, signedIn, id, act, async ({ tx, write, row, enter, set }) => {
    requireRole(signedIn, row.organisation_id, "manager");
    const sharing = withOneMore(
      toSharedWith(await store.audienceOf({ read: write }, row.audience_id)),
      organisationId,
    );
    if (sharing !== undefined) {
      const { person } = signedIn;
      const shared = await ensureShared(write, { organisationId: row.organisation_id, person, sharing });
      set({ audience_id: shared.audienceId, marking: shared.marking });
      await enter({ kind: "case.shared", detail: { from: row.marking, to: shared.marking } });
    }
    await also(tx, write);
  });
}

/** What was nobody's but its owner's goes no further than to who asked. */
function withOneMore(before: Sharing | null, organisationId: OrganisationId): Sharing | undefined {
  if (before === null || before.marking === "red")
    throw new FengsuiError("sharing_request.not_grantable", "the case is RED: it names people");
  if (before.marking === "clear" || before.marking === "green") return undefined;
  return {
    ...before,
    marking: before.marking ?? "amber+strict",
    organisationIds: [...new Set([...before.organisationIds, organisationId])],
  };
}
