// SPDX-License-Identifier: Apache-2.0
/** A provider to sign in with, who somebody is there, and what its groups give in the organisation. */
import { newId } from "../../platform/ids.ts";
import type { Writer } from "../../platform/records/index.ts";
import { aPerson } from "../records/index.ts";
import { type Ids, type Maker, SECRET } from "./maker.ts";

/** Nothing answers there, and the hub does not call it. */
const ISSUER = "https://127.0.0.1:9/";
/** Of the hub, whoever made it when. */
const LONG_AGO = new Date("2026-01-01T00:00:00Z");

export class ProviderRecords {
  readonly #make: Maker;

  constructor(make: Maker) {
    this.#make = make;
  }

  /** One for all: the hub knows a few, and no organisation has one of its own. */
  async provider(): Promise<Ids> {
    return { id: await this.#make.write((write) => this.#provider(write, ISSUER)) };
  }

  async anotherProvider(): Promise<Ids> {
    const issuer = `${ISSUER}${this.#make.label()}`;
    return { id: await this.#make.write((write) => this.#provider(write, issuer)) };
  }

  async groupRole(): Promise<Ids> {
    const { clock, id: organisation_id } = this.#make;
    const id = newId<"group-role">(clock);
    await this.#make.write(async (write) =>
      write
        .insertInto("group_roles")
        .values({
          id,
          provider_id: await this.#provider(write, ISSUER),
          group_name: `${SECRET} ${this.#make.label()}`,
          organisation_id,
          role: "viewer",
          created_by: this.#make.parts.personId,
          created_at: clock.now(),
        })
        .execute(),
    );
    return { id };
  }

  /** Of a member. */
  async identity(): Promise<Ids> {
    const { clock, id: organisation } = this.#make;
    const id = newId<"identity">(clock);
    const person_id = await aPerson(this.#make.parts.hub.records, { roles: [[organisation, "viewer"]] });
    const times = { created_at: clock.now(), used_at: clock.now() };
    await this.#make.write((write) =>
      write
        .insertInto("identities")
        .values({ id, person_id, issuer: ISSUER, subject: person_id, label: SECRET, ...times })
        .execute(),
    );
    return { id };
  }

  async #provider(write: Writer, issuer: string) {
    const id = newId<"identity-provider">(this.#make.clock);
    await write
      .insertInto("identity_providers")
      .values({
        id,
        name: "Provider",
        issuer,
        client_id: "a",
        scopes: "openid",
        groups_claim: "groups",
        makes_accounts: false,
        trusts_second_factor: false,
        created_by: this.#make.parts.personId,
        created_at: LONG_AGO,
        changed_at: LONG_AGO,
      })
      .onConflict((conflict) => conflict.column("issuer").where("removed_at", "is", null).doNothing())
      .execute();
    const found = await write
      .selectFrom("identity_providers")
      .select("id")
      .where("issuer", "=", issuer)
      .where("removed_at", "is", null)
      .executeTakeFirstOrThrow();
    return found.id;
  }
}
