// SPDX-License-Identifier: Apache-2.0
/**
 * Requests: to join a group that one found, and to see a record that one knows of. Whether there is such a record is
 * looked for afterwards, by the hub: neither the answer to who asks nor its time depends on it.
 */
import {
  type AccessRequestAnswer,
  FengsuiError,
  type GroupRequestAnswer,
  type NewAccessRequest,
} from "@fengsui/contract";
import { hasRole, type SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  announce,
  audited,
  type OrganisationId,
  type OrganisationRole,
  personPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { addRecipient } from "../../cases/index.ts";
import type { GroupId } from "../groups/records.ts";
import { putMember } from "../groups/records.ts";
import { requireGroup, type SharingParts } from "../groups/service.ts";
import * as store from "./records.ts";
import { accessRequestToWire, groupRequestToWire, isExpired, petitionToWire } from "./view.ts";

const EXPIRES_MS = 14 * 24 * 60 * 60_000;
/** Of one organisation at once. */
const MAX_OPEN = 50;

export class SharingRequests {
  readonly #parts: SharingParts;

  constructor(parts: SharingParts) {
    this.#parts = parts;
  }

  async list(signedIn: SignedIn) {
    const [managed, worked] = [asAt(signedIn, "manager"), asAt(signedIn, "analyst")];
    return await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) => {
      const asked = [
        ...(await within(managed, (askedBy) => store.groupRequests(tx, { askedBy }))).map(groupRequestToWire),
        ...(await within(worked, (of) => store.accessRequests(tx, of))).map((row) =>
          accessRequestToWire(row, tx.now),
        ),
      ];
      const toAnswer = [
        ...(await within(managed, (answeredBy) => store.groupRequests(tx, { answeredBy }))).map(
          groupRequestToWire,
        ),
        ...(await within(managed, (of) => store.petitions(tx, { of }))).map((row) =>
          petitionToWire(row, tx.now),
        ),
      ];
      return { asked: newestFirst(asked), toAnswer: newestFirst(toAnswer) };
    });
  }

  async askToJoin(
    signedIn: SignedIn,
    groupId: GroupId,
    { organisationId, reason }: { readonly organisationId: OrganisationId; readonly reason: string },
  ) {
    requireRole(signedIn, organisationId, "manager");
    const id = newId<"sharing-request">(this.#parts.clock);
    const entry = {
      action: "sharing_request.ask_to_join",
      subject: { kind: "sharing_request", id },
      organisationId,
      detail: { groupId, reason },
    };
    const askedBy = signedIn.person.id;
    try {
      return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
        const group = await requireGroup(tx, groupId);
        requireJoinable(group, organisationId);
        await audited(tx, entry, async (write) => {
          await store.insertGroupRequest(write, {
            id,
            sharing_group_id: groupId,
            organisation_id: organisationId,
            asked_by: askedBy,
            reason,
            asked_at: tx.now,
          });
          await announce(write, { topic: "sharing.asked", payload: { requestId: id, by: askedBy } });
          await tellBoth(write, id, [organisationId, group.organisation_id]);
        });
        const [row] = await store.groupRequests(tx, { id });
        if (row === undefined) throw notFound(id);
        return groupRequestToWire(row);
      });
    } catch (cause) {
      if (isUniqueViolation(cause))
        throw new FengsuiError("sharing_request.exists", "it has asked already", { cause });
      throw cause;
    }
  }

  async answerJoining(signedIn: SignedIn, id: store.RequestId, wanted: GroupRequestAnswer): Promise<void> {
    await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const [row] = await store.groupRequests(tx, { id });
      if (row === undefined) throw notFound(id);
      requireRole(signedIn, row.owner_id, "manager");
      if (row.closed_at !== null) throw new FengsuiError("sharing_group.closed", "the group is closed");
      await audited(tx, entryOf(id, row.owner_id, wanted), async (write) => {
        if (!(await store.answerGroupRequest(write, id, answerOf(tx, signedIn, wanted)))) throw answered(id);
        if (wanted.answer === "granted")
          await putMember(
            write,
            { groupId: row.sharing_group_id, organisationId: row.organisation_id },
            { isHidden: wanted.isHidden, addedBy: signedIn.person.id, now: tx.now },
          );
        await announce(write, { topic: "sharing.answered", payload: { requestId: id } });
        await tellBoth(write, id, [row.organisation_id, row.owner_id]);
        await tell(write, [
          {
            topic: "sharing_group.changed",
            organisationId: row.organisation_id,
            ids: [row.sharing_group_id],
          },
        ]);
      });
    });
  }

  /** The receipt is the same whether or not there is such a record. */
  async askForAccess(signedIn: SignedIn, { organisationId: text, reference, reason }: NewAccessRequest) {
    const organisationId = organisationIdOf(text);
    requireRole(signedIn, organisationId, "analyst");
    const id = newId<"sharing-request">(this.#parts.clock);
    const asked_by = signedIn.person.id;
    const entry = {
      action: "sharing_request.ask_for_access",
      subject: { kind: "sharing_request", id },
      organisationId,
      detail: { reference, reason },
    };
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      if ((await store.countOpen(tx, organisationId)) >= MAX_OPEN)
        throw new FengsuiError("sharing_request.limit", `${MAX_OPEN} requests of it wait for an answer`);
      const expires_at = new Date(tx.now.getTime() + EXPIRES_MS);
      const row = { id, organisation_id: organisationId, asked_by, reference, reason, asked_at: tx.now };
      await audited(tx, entry, async (write) => {
        await store.insertAccessRequest(write, { ...row, expires_at });
        await tellBoth(write, id, [organisationId]);
      });
      return { id, askedAt: tx.now.toISOString(), expiresAt: expires_at.toISOString() };
    });
  }

  async answerAccess(signedIn: SignedIn, id: store.RequestId, wanted: AccessRequestAnswer): Promise<void> {
    const { records } = this.#parts;
    const row = await records.read(personPrincipal(signedIn.person), async (tx) => {
      const [found] = await store.petitions(tx, { id });
      if (found === undefined) throw notFound(id);
      if (found.answer !== null || isExpired(found, tx.now)) throw answered(id);
      return found;
    });
    requireRole(signedIn, row.organisation_id, "manager");
    const answer = async (tx: Tx, write: Writer) => {
      if (!(await store.answerPetition(write, id, answerOf(tx, signedIn, wanted)))) throw answered(id);
      await tellBoth(write, id, [row.organisation_id]);
      // Who keeps silent is not heard.
      if (wanted.answer === "ignored") return;
      await announce(write, { topic: "sharing.answered", payload: { requestId: id } });
      await tellBoth(write, id, [row.asking_id]);
    };
    if (wanted.answer === "granted") {
      await addRecipient(this.#parts, signedIn, { id: row.case_id, organisationId: row.asking_id }, answer);
      return;
    }
    await records.transaction(personPrincipal(signedIn.person), (tx) =>
      audited(tx, entryOf(id, row.organisation_id, wanted), (write) => answer(tx, write)),
    );
  }
}

function asAt({ organisations }: SignedIn, lowest: OrganisationRole): OrganisationId[] {
  return organisations.filter(({ role }) => hasRole(role, lowest)).map(({ id }) => organisationIdOf(id));
}

async function within<Row>(
  organisations: readonly OrganisationId[],
  read: (of: readonly OrganisationId[]) => Promise<Row[]>,
): Promise<Row[]> {
  return organisations.length === 0 ? [] : await read(organisations);
}

function newestFirst<One extends { readonly askedAt: string }>(rows: readonly One[]): One[] {
  return rows.toSorted((one, other) => (one.askedAt < other.askedAt ? 1 : -1));
}

function requireJoinable(
  group: Awaited<ReturnType<typeof requireGroup>>,
  organisationId: OrganisationId,
): void {
  if (group.closed_at !== null) throw new FengsuiError("sharing_group.closed", "the group is closed");
  if (group.own_members.includes(organisationId))
    throw new FengsuiError("sharing_request.exists", "the organisation is a member");
}

function answerOf<Word extends string>(
  { now }: Tx,
  { person }: SignedIn,
  { answer, reason }: { readonly answer: Word; readonly reason: string },
): store.Answer<Word> {
  return { answer, answer_reason: reason, answered_by: person.id, answered_at: now };
}

function entryOf(
  id: store.RequestId,
  organisationId: OrganisationId,
  { answer, reason }: { readonly answer: string; readonly reason: string },
) {
  const subject = { kind: "sharing_request", id };
  return { action: "sharing_request.answer", subject, organisationId, detail: { answer, reason } };
}

export async function tellBoth(
  write: Writer,
  id: store.RequestId,
  organisations: readonly OrganisationId[],
): Promise<void> {
  await tell(
    write,
    organisations.map((organisationId) => ({
      topic: "sharing_request.changed",
      organisationId,
      ids: [id],
    })),
  );
}

function notFound(id: string): FengsuiError {
  return new FengsuiError("sharing_request.not_found", `no request has the id ${id}`);
}

function answered(id: string): FengsuiError {
  return new FengsuiError("sharing_request.answered", `the request ${id} waits no more`);
}
