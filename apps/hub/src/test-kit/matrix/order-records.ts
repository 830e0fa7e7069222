// SPDX-License-Identifier: Apache-2.0
/** Orders from the centre to the organisation, in every state. */
import { z } from "zod";
import { type Ids, type Maker, SECRET, WITH_ID } from "./maker.ts";

const ORDER = z.object({ order: WITH_ID, extensions: z.array(WITH_ID) });

export class OrderRecords {
  readonly #make: Maker;

  constructor(make: Maker) {
    this.#make = make;
  }

  /** From the centre to this organisation. */
  async order(): Promise<Ids> {
    const deadline = { at: this.#make.in(86_400_000) };
    const words = { title: SECRET, measure: SECRET, reason: SECRET };
    const ids = { organisationId: this.#make.centre, orderedId: this.#make.id };
    const answer = await this.#make.issuer.json("POST", "/api/v1/orders", {
      ...ids,
      ...words,
      deadline,
      timeZone: "UTC",
    });
    return { id: ORDER.parse(answer).order.id };
  }

  async acknowledgedOrder(): Promise<Ids> {
    const ids = await this.order();
    await this.#make.post(`/orders/${ids["id"]}/acknowledge`, {});
    return ids;
  }

  async orderWithEvidence(): Promise<Ids> {
    const { id = "" } = await this.acknowledgedOrder();
    const headers = { "content-type": "application/octet-stream" };
    const answer = await this.#make.browser.send(
      "POST",
      `/api/v1/orders/${id}/evidence?name=a`,
      SECRET,
      headers,
    );
    return { id, evidenceId: WITH_ID.parse(await answer.json()).id };
  }

  async answeredOrder(): Promise<Ids> {
    const { id = "", evidenceId } = await this.orderWithEvidence();
    await this.#make.post(`/orders/${id}/answers`, { measure: SECRET, evidenceIds: [evidenceId] });
    return { id };
  }

  async reviewedOrder(): Promise<Ids> {
    const ids = await this.answeredOrder();
    await this.#make.issuer.json("POST", `/api/v1/orders/${ids["id"]}/review`, {});
    return ids;
  }

  async acceptedOrder(): Promise<Ids> {
    const ids = await this.reviewedOrder();
    await this.#make.issuer.json("POST", `/api/v1/orders/${ids["id"]}/accept`, { reason: SECRET });
    return ids;
  }

  async refusedOrder(): Promise<Ids> {
    const ids = await this.order();
    await this.#make.post(`/orders/${ids["id"]}/refuse`, { reason: SECRET });
    return ids;
  }

  async withdrawnOrder(): Promise<Ids> {
    const ids = await this.order();
    await this.#make.issuer.json("POST", `/api/v1/orders/${ids["id"]}/withdraw`, { reason: SECRET });
    return ids;
  }

  async orderWithExtension(): Promise<Ids> {
    const { id = "" } = await this.order();
    const until = { at: this.#make.in(172_800_000) };
    const order = ORDER.parse(await this.#make.post(`/orders/${id}/extensions`, { until, reason: SECRET }));
    return { id, extensionId: order.extensions[0]?.id ?? "" };
  }
}
