// SPDX-License-Identifier: Apache-2.0
/** Groups that share, and whose client the organisation is. */
import { z } from "zod";
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
