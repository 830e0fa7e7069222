// SPDX-License-Identifier: Apache-2.0
/**
 * A world to test the rule of sharing in: `owner` shares with `named` and with a group that `steward` runs, of `member`
 * and the hidden member `secret`; and each of them has a client. One analyst for each organisation.
 */
import { systemClock } from "../../platform/clock.ts";
import { type Id, newId } from "../../platform/ids.ts";
import type { OrganisationId, PersonId, Records } from "../../platform/records/index.ts";
import { anOrganisation, aPerson, asHub } from "./fixtures.ts";

export const SHARING_NAMES = [
  "owner",
  "named",
  "member",
  "secret",
  "steward",
  "clientOfOwner",
  "clientOfNamed",
  "hiddenClientOfNamed",
  "clientOfMember",
  "clientOfSecret",
  "unconfirmed",
  "former",
  "disabled",
  "stranger",
] as const;
export type SharingName = (typeof SHARING_NAMES)[number];

interface Place {
  readonly id: OrganisationId;
  readonly analyst: PersonId;
  readonly manager: PersonId;
}

export async function aSharingWorld(records: Records) {
  const places: [SharingName, Place][] = [];
  for (const name of SHARING_NAMES) {
    const id = await anOrganisation(records);
    places.push([
      name,
      {
        id,
        analyst: await aPerson(records, { roles: [[id, "analyst"]] }),
        manager: await aPerson(records, { roles: [[id, "manager"]] }),
      },
    ]);
  }
  const at = (name: SharingName): Place => {
    const place = places.find(([known]) => known === name)?.[1];
    if (place === undefined) throw new TypeError(name);
    return place;
  };
  const group = await aGroup(records, at("steward").id, { may_pass_on: true });
  await join(records, group, [at("owner").id, at("member").id]);
  await join(records, group, [at("secret").id], true);
  const client = async (of: SharingName, who: SharingName, state: ClientState = {}) =>
    await aClient(records, at(of).id, at(who).id, state);
  await client("owner", "clientOfOwner");
  await client("named", "clientOfNamed");
  await client("named", "hiddenClientOfNamed", { is_hidden: true });
  await client("member", "clientOfMember");
  await client("secret", "clientOfSecret");
  await client("named", "unconfirmed", { confirmed_at: null });
  await client("named", "former", { ended_at: new Date() });
  await asHub(records, (write) =>
    write
      .updateTable("organisations")
      .set({ disabled_at: new Date() })
      .where("id", "=", at("disabled").id)
      .execute(),
  );
  return { at, group, nameOf: new Map(places.map(([name, { id }]) => [id, name])) };
}

export type SharingWorld = Awaited<ReturnType<typeof aSharingWorld>>;

interface GroupState {
  readonly may_pass_on?: boolean;
  readonly is_listed?: boolean;
  readonly sector?: string;
}

export async function aGroup(records: Records, organisation_id: OrganisationId, state: GroupState = {}) {
  const id = newId<"sharing-group">(systemClock);
  await asHub(records, (write) =>
    write
      .insertInto("sharing_groups")
      .values({ id, organisation_id, name: "group", ...state })
      .execute(),
  );
  return id;
}

export async function join(
  records: Records,
  sharing_group_id: Id<"sharing-group">,
  members: readonly OrganisationId[],
  is_hidden = false,
): Promise<void> {
  await asHub(records, (write) =>
    write
      .insertInto("sharing_group_members")
      .values(members.map((organisation_id) => ({ sharing_group_id, organisation_id, is_hidden })))
      .execute(),
  );
}

interface ClientState {
  readonly confirmed_at?: Date | null;
  readonly is_hidden?: boolean;
  readonly ended_at?: Date;
}

export async function aClient(
  records: Records,
  organisation_id: OrganisationId,
  client_id: OrganisationId,
  state: ClientState = {},
) {
  const id = newId<"organisation-client">(systemClock);
  await asHub(records, (write) =>
    write
      .insertInto("organisation_clients")
      .values({ id, organisation_id, client_id, confirmed_at: new Date(), ...state })
      .execute(),
  );
  return id;
}
