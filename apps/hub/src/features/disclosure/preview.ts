// SPDX-License-Identifier: Apache-2.0
/**
 * Before something is shared: who then receives it, who newly and who no longer. The fingerprint is of what was shown,
 * so that nobody receives what somebody else was shown to receive.
 */
import { createHash } from "node:crypto";
import {
  FengsuiError,
  type Recipient,
  type Share,
  type Sharing,
  type SharingPreview,
  type SharingPreviewRequest,
} from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { organisationIdOf } from "../../platform/http/parameters.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import {
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
} from "../../platform/records/index.ts";
import { explained } from "./audience.ts";
import * as store from "./records.ts";

interface Shown {
  readonly owner: OrganisationId;
  readonly audienceId: number | null;
  readonly subject?: store.Subject;
}

export async function previewSharing(
  records: Records,
  signedIn: SignedIn,
  { of, sharing }: SharingPreviewRequest,
): Promise<SharingPreview> {
  return await records.read(personPrincipal(signedIn.person), async (tx) => {
    const shown =
      "kind" in of ? await shownOf(tx, of) : { owner: organisationIdOf(of.organisationId), audienceId: null };
    requireRole(signedIn, shown.owner, "analyst");
    return await preview(tx, shown, sharing);
  });
}

async function shownOf(tx: ReadTx, subject: store.Subject): Promise<Shown> {
  const row = await store.findShared(tx, subject);
  if (row === undefined) throw notFound(subject);
  return { owner: row.organisation_id, audienceId: row.audience_id, subject };
}

async function preview(
  tx: ReadTx,
  { owner, audienceId, subject }: Shown,
  sharing: Sharing,
): Promise<SharingPreview> {
  const after = await explained(store.wantedRecipients(tx, owner, sharing));
  const before = audienceId === null ? [] : await store.recipientsOf(tx, audienceId);
  const recipients = others(after, owner);
  const isWider =
    subject !== undefined &&
    audienceId !== null &&
    (await isWiderThan(tx, { owner, audienceId, subject }, sharing));
  return {
    recipients,
    gains: others(missingIn(before, after), owner),
    loses: others(missingIn(after, before), owner),
    organisations: sum(recipients.map((one) => one.organisations)),
    people: sum(recipients.map((one) => one.people ?? 0)),
    isForEverybody: sharing.marking === "clear",
    isWider,
    fingerprint: fingerprintOf(sharing, before, after),
  };
}

interface Before {
  readonly owner: OrganisationId;
  readonly audienceId: number;
  readonly subject: store.Subject;
}

/** Than it was shared before: for the first time it is nothing that somebody could not take back. */
export async function isWiderThan(
  tx: Pick<ReadTx, "read">,
  { owner, audienceId, subject }: Before,
  sharing: Sharing,
): Promise<boolean> {
  if (!(await store.wasShared(tx, subject))) return false;
  return await explained(store.wouldWiden(tx, audienceId, owner, sharing));
}

/** What was shown is what is saved. Without a fingerprint nothing was shown: a program shares what it says. */
export async function requireAsPreviewed(
  tx: ReadTx,
  { owner, audienceId, share }: { owner: OrganisationId; audienceId: number | null; share: Share },
): Promise<void> {
  if (share.fingerprint === undefined) return;
  const after = await explained(store.wantedRecipients(tx, owner, share));
  const before = audienceId === null ? [] : await store.recipientsOf(tx, audienceId);
  if (fingerprintOf(share, before, after) === share.fingerprint) return;
  throw new FengsuiError("sharing.recipients_changed", "others would receive it, or other people of them");
}

type Rows = readonly store.RecipientRow[];

function fingerprintOf({ marking, personIds }: Sharing, before: Rows, after: Rows): string {
  const plain = (rows: Rows) =>
    rows.map((row) => [row.organisation_id, row.organisations, row.people, row.via].join(" ")).sort();
  const shown = JSON.stringify([marking, personIds.toSorted(), plain(before), plain(after)]);
  return createHash("sha256").update(shown).digest("base64url");
}

/** Hidden ones have no name to tell them by: their number stands for them. */
function keyOf({ organisation_id: id, via, organisations, people }: store.RecipientRow): string {
  return id ?? `${via} ${organisations} ${people ?? ""}`;
}

function missingIn(there: Rows, rows: Rows): Rows {
  const known = new Set(there.map(keyOf));
  return rows.filter((row) => !known.has(keyOf(row)));
}

function others(rows: Rows, owner: OrganisationId): Recipient[] {
  return rows
    .filter(({ organisation_id: id }) => id !== owner)
    .map(({ organisation_id, is_hidden, ...row }) => ({
      ...row,
      organisationId: organisation_id,
      isHidden: is_hidden,
    }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const NOT_FOUND = { case: "case.not_found", publication: "publication.not_found" } as const;

export function notFound({ kind, id }: store.Subject): FengsuiError {
  const code = NOT_FOUND[kind];
  return new FengsuiError(code, `no ${kind} has the id ${id}`);
}
