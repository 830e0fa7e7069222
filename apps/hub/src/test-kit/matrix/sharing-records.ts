// SPDX-License-Identifier: Apache-2.0
/** Groups that share, whose client the organisation is, and what it asks and is asked. */
import { z } from "zod";
import { newId, parseId } from "../../platform/ids.ts";
import type { Browser } from "../web/index.ts";
import { type Ids, type Maker, SECRET, WITH_ID } from "./maker.ts";

const GROUP = z.object({ group: WITH_ID });
const CLIENTS = z.object({ clients: z.array(z.object({ id: z.uuid(), clientId: z.uuid() })) });

export class SharingRecords {
  readonly #make: Maker;

  constructor(make: Maker) {
    this.#make = make;
  }

  async sharingGroup(): Promise<Ids> {
    const name = `${SECRET} ${this.#make.label()}`;
    return {
      id: GROUP.parse(await this.#make.post("/sharing-groups", { organisationId: this.#make.id, name })).group
        .id,
    };
  }

  async sharingGroupWithMember(): Promise<Ids> {
    const { id = "" } = await this.sharingGroup();
    await this.#make.browser.json("PUT", `/api/v1/sharing-groups/${id}/members/${this.#make.centre}`, {});
    return { id, organisationId: this.#make.centre };
  }

  async clientOfTheCentre(): Promise<Ids> {
    return await this.#client(this.#make.issuer, { provider: this.#make.centre, clientId: this.#make.id });
  }

  /** The centre, which is no client of this organisation any more. */
  async formerClient(): Promise<Ids> {
    const wanted = { provider: this.#make.id, clientId: this.#make.centre };
    const { id = "" } = await this.#client(this.#make.browser, wanted);
    await this.#make.browser.send("POST", `/api/v1/organisation-clients/${id}/end`);
    return { id: this.#make.id, clientId: this.#make.centre };
  }

  /** Of the centre: everybody finds it. */
  async listedGroup(): Promise<Ids> {
    return { id: await this.#listed(this.#make.issuer, this.#make.centre) };
  }

  /** The centre asks to join a group of this organisation. */
  async groupRequest(): Promise<Ids> {
    const group = await this.#listed(this.#make.browser, this.#make.id);
    const wanted = { organisationId: this.#make.centre, reason: SECRET };
    const path = `/api/v1/sharing-groups/${group}/requests`;
    return { id: WITH_ID.parse(await this.#make.issuer.json("POST", path, wanted)).id };
  }

  /** The centre asks to see a case of this organisation; the hub has looked for it. */
  async accessRequest(caseId: string): Promise<Ids> {
    const id = newId<"sharing-request">(this.#make.clock);
    const case_id = parseId<"case">(caseId);
    if (case_id === undefined) throw new TypeError("no case");
    const now = this.#make.clock.now();
    const asked = { id, reason: SECRET, asked_at: now, expires_at: new Date(now.getTime() + 86_400_000) };
    await this.#make.write(async (write) => {
      const asker = { organisation_id: this.#make.centre, asked_by: this.#make.parts.personId };
      await write
        .insertInto("access_requests")
        .values({ ...asked, ...asker, reference: SECRET, looked_at: now })
        .execute();
      await write
        .insertInto("access_petitions")
        .values({ ...asked, organisation_id: this.#make.id, asking_id: this.#make.centre, case_id })
        .execute();
    });
    return { id };
  }

  async #listed(browser: Browser, organisationId: string): Promise<string> {
    const wanted = { organisationId, name: `${SECRET} ${this.#make.label()}`, isListed: true };
    return GROUP.parse(await browser.json("POST", "/api/v1/sharing-groups", wanted)).group.id;
  }

  /** A client is declared once: whatever was before has to end. */
  async #client(
    browser: Browser,
    { provider, clientId }: { provider: string; clientId: string },
  ): Promise<Ids> {
    const place = `/api/v1/organisations/${provider}/clients`;
    const { clients } = CLIENTS.parse(await browser.json("GET", place));
    for (const one of clients)
      if (one.clientId === clientId) await browser.send("POST", `/api/v1/organisation-clients/${one.id}/end`);
    return { id: WITH_ID.parse(await browser.json("POST", place, { clientId })).id };
  }
}
