// SPDX-License-Identifier: Apache-2.0
/** Systems and assets, and what is proposed and imported. */
import { z } from "zod";
import { newId, parseId } from "../../platform/ids.ts";
import { type Ids, type Maker, SECRET, WITH_ID } from "./maker.ts";

const ASSET = z.object({ id: z.uuid(), identifiers: z.array(WITH_ID) });

export class LedgerRecords {
  readonly #make: Maker;

  constructor(make: Maker) {
    this.#make = make;
  }

  async system(): Promise<Ids> {
    const name = `${SECRET} ${this.#make.label()}`;
    return { id: await this.#make.made("/ledger/systems", { organisationId: this.#make.id, name }) };
  }

  async asset(): Promise<Ids> {
    const identifiers = [
      { kind: "serial", value: this.#make.label() },
      { kind: "agent_id", value: this.#make.label() },
    ];
    const wanted = { organisationId: this.#make.id, kind: "host", name: SECRET, identifiers };
    const { id, identifiers: known } = ASSET.parse(await this.#make.post("/ledger/assets", wanted));
    return { id, identifierId: known[0]?.id ?? "" };
  }

  async assetAndSystem(): Promise<Ids> {
    const { id = "" } = await this.asset();
    return { id, systemId: (await this.system())["id"] ?? "" };
  }

  async twoAssets(): Promise<Ids> {
    return { id: (await this.asset())["id"] ?? "", otherId: (await this.asset())["id"] ?? "" };
  }

  async mergeProposal(): Promise<Ids> {
    const { id: one = "", otherId: other = "" } = await this.twoAssets();
    const [asset_id, other_id] = [one, other].toSorted().map((text) => parseId<"asset">(text));
    if (asset_id === undefined || other_id === undefined) throw new TypeError("no assets");
    const id = newId<"merge-proposal">(this.#make.clock);
    const because = "same_network_card" as const;
    await this.#make.write((write) =>
      write
        .insertInto("merge_proposals")
        .values({ id, organisation_id: this.#make.id, asset_id, other_id, because })
        .execute(),
    );
    return { id };
  }

  async hostProposal(): Promise<Ids> {
    const id = newId<"seen-host">(this.#make.clock);
    const [name, now] = [`${SECRET}-${this.#make.label()}`, this.#make.clock.now()];
    await this.#make.write((write) =>
      write
        .insertInto("seen_hosts")
        .values({
          id,
          organisation_id: this.#make.id,
          name,
          short_name: name,
          first_seen_at: now,
          last_seen_at: now,
          source_ids: [],
        })
        .execute(),
    );
    return { id };
  }

  async ignoredHostProposal(): Promise<Ids> {
    const ids = await this.hostProposal();
    await this.#make.browser.send("POST", `/api/v1/ledger/host-proposals/${ids["id"]}/ignore`, {
      reason: SECRET,
    });
    return ids;
  }

  async ledgerImport(): Promise<Ids> {
    const place = `/api/v1/ledger/imports?organisationId=${this.#make.id}&kind=systems&fileName=${SECRET}.csv`;
    const headers = { "content-type": "text/csv" };
    const answer = await this.#make.browser.send(
      "POST",
      place,
      `name\n${SECRET} ${this.#make.label()}\n`,
      headers,
    );
    return WITH_ID.parse(await answer.json());
  }
}
