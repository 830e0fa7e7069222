// SPDX-License-Identifier: Apache-2.0
/** Cases in every state, and their parts. */
import { z } from "zod";
import { type Ids, type Maker, SECRET, WITH_ID } from "./maker.ts";
import type { Site } from "./site.ts";

const CASE = z.object({ case: WITH_ID });

export class CaseRecords {
  readonly #make: Maker;
  readonly #watch: Pick<Site, "alert" | "event">;

  constructor(make: Maker, watch: Pick<Site, "alert" | "event">) {
    this.#make = make;
    this.#watch = watch;
  }

  async case(): Promise<Ids> {
    return { id: await this.#newCase([]) };
  }

  async caseWithAlert(): Promise<Ids> {
    const { id: alertId = "" } = await this.#watch.alert();
    return { id: await this.#newCase([alertId]), alertId };
  }

  async caseAndAlert(): Promise<Ids> {
    return { ...(await this.case()), alertId: (await this.#watch.alert())["id"] ?? "" };
  }

  async caseWith(part: "notes" | "tasks"): Promise<Ids> {
    const { id = "" } = await this.case();
    const made = await this.#make.made(
      `/cases/${id}/${part}`,
      part === "notes" ? { text: SECRET } : { title: SECRET },
    );
    return { id, [part === "notes" ? "noteId" : "taskId"]: made };
  }

  async closedCase(): Promise<Ids> {
    const { id = "" } = await this.case();
    await this.#make.post(`/cases/${id}/decision`, { verdict: "benign", reason: SECRET });
    return { id };
  }

  /** With a marking, and with nobody else. */
  async sharedCase(): Promise<Ids> {
    const { id = "" } = await this.case();
    await this.#make.browser.json("PUT", `/api/v1/cases/${id}/sharing`, { marking: "amber" });
    return { id };
  }

  async twoCases(): Promise<Ids> {
    return { ...(await this.case()), intoId: (await this.case())["id"] ?? "" };
  }

  async mergedCase(): Promise<Ids> {
    const { id = "", intoId } = await this.twoCases();
    await this.#make.post(`/cases/${id}/merge`, { intoId, reason: SECRET });
    return { id };
  }

  async caseAndEvent(): Promise<Ids> {
    const { id: eventId = "", time = "" } = await this.#watch.event();
    return { ...(await this.case()), eventId, time };
  }

  async evidence(): Promise<Ids> {
    const { id = "" } = await this.case();
    const headers = { "content-type": "application/octet-stream" };
    const place = `/api/v1/cases/${id}/evidence?name=${SECRET}`;
    const answer = await this.#make.browser.send("POST", place, SECRET, headers);
    return WITH_ID.parse(await answer.json());
  }

  async caseRule(): Promise<Ids> {
    return {
      id: await this.#make.made("/case-rules", {
        organisationId: this.#make.id,
        name: SECRET,
        entities: [this.#make.label()],
      }),
    };
  }

  async #newCase(alertIds: readonly string[]): Promise<string> {
    const wanted = { organisationId: this.#make.id, title: SECRET, alertIds };
    return CASE.parse(await this.#make.post("/cases", wanted)).case.id;
  }
}
