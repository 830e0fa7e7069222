// SPDX-License-Identifier: Apache-2.0
/** Publications, and requests of the organisation that the centre publishes for it. */
import { z } from "zod";
import { type Ids, type Maker, SECRET, WITH_ID } from "./maker.ts";

const DETAIL = z.object({ publication: WITH_ID });

export class PublicationRecords {
  readonly #make: Maker;

  constructor(make: Maker) {
    this.#make = make;
  }

  /** Seen by nobody but its author, who is none of the callers. */
  async draft(): Promise<Ids> {
    const wanted = { ...newPublication(SECRET), organisationId: this.#make.id };
    return { id: DETAIL.parse(await this.#make.post("/publications", wanted)).publication.id };
  }

  async published(): Promise<Ids> {
    const ids = await this.draft();
    await this.#make.post(`/publications/${ids["id"]}/publish`, {});
    return ids;
  }

  /** Nobody at the centre has taken it on yet. */
  async request(): Promise<Ids> {
    const wanted = { sourceId: this.#make.id, publisherId: this.#make.centre, note: SECRET };
    return { id: await this.#make.made("/publication-requests", wanted) };
  }

  async submittedRequest(): Promise<Ids> {
    const { id = "" } = await this.request();
    const place = `/api/v1/publication-requests/${id}`;
    const { issuer, centre } = this.#make;
    await issuer.json("POST", `${place}/take`);
    // Without a word of the source in it, to which it would have to consent one by one.
    const wanted = { ...newPublication("Phishing"), organisationId: centre, requestId: id };
    await issuer.json("POST", "/api/v1/publications", wanted);
    await issuer.json("POST", `${place}/submit`);
    return { id };
  }
}

/** With a marking, and with nobody else. */
export function newPublication(title: string) {
  return { title, severity: "high", sharing: { marking: "amber" } };
}
