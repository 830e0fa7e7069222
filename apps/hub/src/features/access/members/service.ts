// SPDX-License-Identifier: Apache-2.0
/**
 * Who is in an organisation, and as what; and who has a role of the hub. A change counts from the next request on:
 * what somebody may do is asked of the database each time. The database keeps an organisation from losing its last
 * administrator, and the hub its last operator.
 */
import { FengsuiError, type HubRoleHolder, type Member } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { tell } from "../../../platform/live/index.ts";
import { violates } from "../../../platform/records/failures.ts";
import {
  audited,
  type HubRole,
  type OrganisationId,
  type OrganisationRole,
  type PersonId,
  personPrincipal,
  type Records,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { revokeInVacancies, revokeThoseOf } from "../invitations/records.ts";
import * as store from "./records.ts";

interface Place {
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
}

export class Members {
  readonly #records: Records;

  constructor({ records }: { readonly records: Records }) {
    this.#records = records;
  }

  async list({ person, hubRoles }: SignedIn, organisationId: OrganisationId): Promise<Member[]> {
    return await this.#records.read(personPrincipal(person), async (tx) => {
      const known = await store.hubRolesByPerson(tx);
      const knowsAll = hubRoles.includes("operator");
      const rows = await store.listMembers(tx, organisationId);
      return rows.map(({ memberSince, ...row }) => ({
        ...row,
        memberSince: memberSince.toISOString(),
        hubRoles: knowsAll || row.id === person.id ? [...(known.get(row.id) ?? [])] : null,
      }));
    });
  }

  async changeRole(signedIn: SignedIn, place: Place, role: OrganisationRole): Promise<void> {
    await this.#change(signedIn, place, {
      action: "member.change_role",
      role,
      change: (write) => store.updateRole(write, place, role),
    });
  }

  async remove(signedIn: SignedIn, place: Place): Promise<void> {
    await this.#change(signedIn, place, {
      action: "member.remove",
      role: null,
      change: (write) => store.deleteMembership(write, place),
    });
  }

  async #change(
    signedIn: SignedIn,
    { organisationId, personId }: Place,
    what: {
      readonly action: string;
      readonly role: OrganisationRole | null;
      readonly change: (write: Writer) => Promise<void>;
    },
  ): Promise<void> {
    requireRole(signedIn, organisationId, "administrator");
    await this.#transaction(signedIn, async (tx) => {
      await unaudited(tx, "a lock is no act", (write) => store.lockAdministrators(write, organisationId));
      // Another administrator may have been quicker.
      const own = await store.findRole(tx, organisationId, signedIn.person.id);
      if (own !== "administrator")
        throw new FengsuiError("access.forbidden", "you do not administer it any more");
      const before = await store.findRole(tx, organisationId, personId);
      if (before === undefined) throw new FengsuiError("access.member_not_found", "nobody there has this id");
      const detail = { before, role: what.role };
      const subject = { kind: "person", id: personId };
      await audited(tx, { action: what.action, subject, organisationId, detail }, async (write) => {
        if (before === "administrator" && what.role !== "administrator")
          await revokeThoseOf(write, { organisationId, invitedBy: personId, now: tx.now });
        await tellOf(write, { organisationId, personId });
      });
      await unaudited(tx, "its entry is above: who removes oneself may write none afterwards", what.change);
    });
  }

  async listHubRoles({ person }: SignedIn): Promise<HubRoleHolder[]> {
    return await this.#records.read(personPrincipal(person), async (tx) => {
      const byPerson = await store.hubRolesByPerson(tx);
      const people = await store.listPeople(tx, [...byPerson.keys()]);
      return people.map((one) => ({ ...one, hubRoles: [...(byPerson.get(one.id) ?? [])] }));
    });
  }

  /** Of somebody that one works with, or who has such a role already. */
  async changeHubRoles(signedIn: SignedIn, id: PersonId, wanted: readonly HubRole[]): Promise<void> {
    await this.#transaction(signedIn, async (tx) => {
      const [somebody] = await store.listPeople(tx, [id]);
      if (somebody === undefined)
        throw new FengsuiError("access.member_not_found", "nobody that you work with has this id");
      const before = (await store.hubRolesByPerson(tx)).get(id) ?? [];
      const given = [...new Set(wanted)].filter((role) => !before.includes(role));
      const taken = before.filter((role) => !wanted.includes(role));
      const detail = { given, taken };
      const subject = { kind: "person", id };
      await audited(
        tx,
        { action: "person.change_hub_roles", subject, organisationId: null, detail },
        async (write) => {
          for (const { id: organisationId } of signedIn.organisations)
            await tellOf(write, { organisationId, personId: id });
          if (wanted.length === 0) await revokeInVacancies(write, id, tx.now);
          await store.changeHubRoles(write, id, { given, taken });
        },
      );
    });
  }

  async #transaction({ person }: SignedIn, work: (tx: Tx) => Promise<void>): Promise<void> {
    try {
      await this.#records.transaction(personPrincipal(person), work);
    } catch (cause) {
      if (violates(cause, "memberships_last_administrator"))
        throw new FengsuiError("access.last_administrator", "nobody else administers it", { cause });
      if (violates(cause, "hub_roles_last_operator"))
        throw new FengsuiError("access.last_operator", "nobody else operates the hub", { cause });
      if (violates(cause, "people_service_role"))
        throw new FengsuiError("access.service_role", "this is a service account", { cause });
      throw cause;
    }
  }
}

/** The person, who may not be of the organisation when it is heard; and those who are. */
async function tellOf(write: Writer, { organisationId, personId }: Place): Promise<void> {
  const news = { topic: "member.changed", organisationId, ids: [personId] } as const;
  await tell(write, [news, { ...news, for: { personId } }]);
}
