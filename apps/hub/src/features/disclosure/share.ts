// SPDX-License-Identifier: Apache-2.0
/** What each kind of record does where it is shared otherwise than before, or recalled. */
import { FengsuiError, type Share } from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import { type Id, newId } from "../../platform/ids.ts";
import {
  announce,
  ensureAudience,
  type Marking,
  type OrganisationId,
  type Tx,
  type Writer,
} from "../../platform/records/index.ts";
import { ensureShared, type Shared } from "./audience.ts";
import { isWiderThan, requireAsPreviewed } from "./preview.ts";
import * as store from "./records.ts";

export interface SharedRow {
  readonly id: string;
  readonly organisation_id: OrganisationId;
  readonly audience_id: number;
  readonly marking: Marking | null;
  readonly title: string;
}

interface Act {
  readonly tx: Tx;
  readonly write: Writer;
  readonly signedIn: SignedIn;
  readonly kind: store.Subject["kind"];
  readonly row: SharedRow;
}

/** Narrower, or for the first time: as whoever works on it. Wider than before: as a responder of its owner, for a reason. */
export async function shareOtherwise(
  { tx, write, signedIn, kind, row }: Act,
  { share, requireProof }: { readonly share: Share; readonly requireProof: () => void },
): Promise<Shared & { readonly isWider: boolean }> {
  const owner = row.organisation_id;
  await requireAsPreviewed(tx, { owner, audienceId: row.audience_id, share });
  const isWider = await isWiderThan(
    tx,
    { owner, audienceId: row.audience_id, subject: { kind, id: row.id } },
    share,
  );
  if (isWider) {
    requireRole(signedIn, owner, "responder");
    requireProof();
  }
  if (isWider && share.reason === undefined)
    throw new FengsuiError("sharing.reason_needed", "it would be seen by more than those it is shared with");
  const { person } = signedIn;
  const shared = await ensureShared(write, { organisationId: owner, person, sharing: share });
  return { ...shared, isWider };
}

/** It is its owner's alone again, and who saw it is told. */
export async function recall(
  { write, signedIn, kind, row, tx }: Act,
  { reason, clock }: { readonly reason: string; readonly clock: Clock },
): Promise<{ readonly audienceId: number; readonly recallId: Id<"recall"> }> {
  const owner = row.organisation_id;
  requireRole(signedIn, owner, "responder");
  if (row.marking === null) throw new FengsuiError("sharing.not_shared", "it is its organisation's alone");
  const id = newId<"recall">(clock);
  await store.insertRecall(write, {
    id,
    organisation_id: owner,
    subject_kind: kind,
    subject_id: row.id,
    shared_audience_id: row.audience_id,
    marking: row.marking,
    title: row.title,
    reason,
    person_id: signedIn.person.id,
    at: tx.now,
  });
  await announce(write, { topic: "share.recalled", payload: { recallId: id } });
  return { audienceId: await ensureAudience(write, { owner, marking: null }), recallId: id };
}
