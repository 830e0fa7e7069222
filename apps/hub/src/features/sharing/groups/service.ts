// SPDX-License-Identifier: Apache-2.0
/** Sharing groups: run by managers of the organisation that owns one; a member leaves by itself. */
import {
  FengsuiError,
  type NewSharingGroup,
  type SharingGroup,
  type SharingGroupChange,
  type SharingGroupDetail,
  type SharingGroupQuery,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { readNameCursor, writeNameCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { violates } from "../../../platform/records/failures.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import * as store from "./records.ts";

export interface SharingParts {
  readonly records: Records;
  readonly clock: Clock;
}

/** What one organisation runs at once. */
const MAX_GROUPS = 500;

interface Act {
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** In whose name, where it is not who runs the group: a member about itself. */
  readonly as?: OrganisationId;
}

export class SharingGroups {
  readonly #parts: SharingParts;

  constructor(parts: SharingParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, { after, ...query }: SharingGroupQuery) {
    const cursor = after === undefined ? undefined : readNameCursor<"sharing-group">(after);
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listGroups(tx, { ...query, after: cursor }),
    );
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    return { groups: rows.map(toWire), next: last === undefined ? null : writeNameCursor(last) };
  }

  async get({ person }: SignedIn, id: store.GroupId): Promise<SharingGroupDetail> {
    return await this.#parts.records.read(personPrincipal(person), (tx) => detailOf(tx, id));
  }

  async create(signedIn: SignedIn, wanted: NewSharingGroup): Promise<SharingGroupDetail> {
    const { records, clock } = this.#parts;
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "manager");
    const id = newId<"sharing-group">(clock);
    const { name, sector, isListed, mayPassOn, isMember } = wanted;
    const entry = {
      action: "sharing_group.create",
      subject: { kind: "sharing_group", id },
      organisationId,
      detail: { name, sector, isListed, mayPassOn },
    };
    return await records.transaction(personPrincipal(signedIn.person), async (tx) => {
      await audited(tx, entry, async (write) => {
        if ((await store.countOwned(tx, organisationId)) >= MAX_GROUPS)
          throw new FengsuiError("sharing_group.limit", `it runs ${MAX_GROUPS}`);
        await store.insertGroup(write, {
          id,
          organisation_id: organisationId,
          name,
          created_at: tx.now,
          ...valuesOf(wanted),
        });
        if (isMember)
          await store.putMember(
            write,
            { groupId: id, organisationId },
            { isHidden: false, addedBy: signedIn.person.id, now: tx.now },
          );
        await tellGroup(write, id, organisationId);
      });
      return await detailOf(tx, id);
    });
  }

  async change(signedIn: SignedIn, id: store.GroupId, wanted: SharingGroupChange) {
    const act = { action: "sharing_group.change", detail: { ...wanted } };
    return await this.#act(signedIn, id, act, (_tx, write) => store.updateGroup(write, id, valuesOf(wanted)));
  }

  /** For good: what was shared with it is seen by its owner, and by who is named besides. */
  async close(signedIn: SignedIn, id: store.GroupId) {
    return await this.#act(signedIn, id, { action: "sharing_group.close" }, ({ now }, write) =>
      store.updateGroup(write, id, { closed_at: now }),
    );
  }

  /**
   * Adds it, or says of a member whether it is hidden; a member may say so of itself. Who is added sees what was shared
   * with the group before: that needs a proof, as sharing more widely does.
   */
  async putMember(
    signedIn: SignedIn,
    membership: store.Membership,
    isHidden: boolean,
    requireProof: () => void,
  ) {
    const { groupId, organisationId } = membership;
    const act = {
      action: "sharing_group.put_member",
      detail: { organisationId, isHidden },
      as: organisationId,
    };
    return await this.#act(signedIn, groupId, act, async (tx, write, group) => {
      if (await store.hideMember(write, membership, isHidden)) return;
      if (!isManager(signedIn, group.organisation_id)) throw noMember(organisationId);
      requireProof();
      const added = { isHidden, addedBy: signedIn.person.id, now: tx.now };
      await explained(store.putMember(write, membership, added));
    });
  }

  /** By who runs the group, or by the member: it leaves. From then on it sees no more of what is shared with the group. */
  async removeMember(signedIn: SignedIn, membership: store.Membership): Promise<void> {
    const { groupId, organisationId } = membership;
    const act = { action: "sharing_group.remove_member", detail: { organisationId }, as: organisationId };
    await this.#act(signedIn, groupId, act, async (_tx, write) => {
      if (!(await store.removeMember(write, membership))) throw noMember(organisationId);
    });
  }

  async #act(
    signedIn: SignedIn,
    id: store.GroupId,
    { action, detail = {}, as }: Act,
    work: (tx: Tx, write: Writer, group: store.GroupRow) => Promise<void>,
  ): Promise<SharingGroupDetail | undefined> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const group = await requireGroup(tx, id);
      const owner = group.organisation_id;
      const organisationId = as !== undefined && !isManager(signedIn, owner) ? as : owner;
      requireRole(signedIn, organisationId, "manager");
      if (group.closed_at !== null && action !== "sharing_group.remove_member")
        throw new FengsuiError("sharing_group.closed", `the group ${id} is closed`);
      const entry = { action, subject: { kind: "sharing_group", id }, organisationId, detail };
      await audited(tx, entry, async (write) => {
        const before = await store.membersOf(tx, id);
        await work(tx, write, group);
        const after = await store.membersOf(tx, id);
        const members = [...before, ...after].map((one) => one.organisation_id);
        await tellGroup(write, id, owner, ...members);
      });
      // Who has left need not see it any more.
      const left = await store.findGroup(tx, id);
      return left === undefined ? undefined : await detailOf(tx, id);
    });
  }
}

function isManager({ organisations }: SignedIn, organisationId: OrganisationId): boolean {
  const held = organisations.find(({ id }) => id === organisationId)?.role;
  return held === "manager" || held === "administrator";
}

async function tellGroup(
  write: Writer,
  id: store.GroupId,
  ...organisations: readonly OrganisationId[]
): Promise<void> {
  const ids = [id];
  await tell(
    write,
    [...new Set(organisations)].map((organisationId) => ({
      topic: "sharing_group.changed",
      organisationId,
      ids,
    })),
  );
}

function noMember(id: string): FengsuiError {
  return new FengsuiError("sharing_group.member_not_found", `${id} is no member`);
}

async function explained(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (cause) {
    if (violates(cause, "sharing_group_members_organisation_id_fkey"))
      throw new FengsuiError("organisation.not_found", "there is no such organisation", { cause });
    throw cause;
  }
}

export async function requireGroup(tx: ReadTx, id: store.GroupId): Promise<store.GroupRow> {
  const row = await store.findGroup(tx, id);
  if (row === undefined) throw new FengsuiError("sharing_group.not_found", `no group has the id ${id}`);
  return row;
}

async function detailOf(tx: ReadTx, id: store.GroupId): Promise<SharingGroupDetail> {
  const row = await requireGroup(tx, id);
  const members = await store.membersOf(tx, id);
  return {
    group: toWire(row),
    members: members.map((one) => ({
      organisationId: one.organisation_id,
      name: one.name,
      isHidden: one.is_hidden,
      since: one.created_at.toISOString(),
    })),
    hiddenMembers: row.hidden_members,
  };
}

function valuesOf({ name, description, mayPassOn, sector, isListed }: SharingGroupChange): store.GroupValues {
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(mayPassOn !== undefined && { may_pass_on: mayPassOn }),
    ...(sector !== undefined && { sector }),
    ...(isListed !== undefined && { is_listed: isListed }),
  };
}

function toWire(row: store.GroupRow): SharingGroup {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    name: row.name,
    description: row.description,
    mayPassOn: row.may_pass_on,
    sector: row.sector,
    isListed: row.is_listed,
    createdAt: row.created_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    memberCount: Number(row.known_members) + row.hidden_members,
    ownMemberIds: row.own_members,
  };
}
