// SPDX-License-Identifier: Apache-2.0
/** What all that is made for an organisation needs: who makes it, when, and under which name. */
import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import type { OrganisationId, PersonId, Writer } from "../../platform/records/index.ts";
import { asHub } from "../records/index.ts";
import type { Browser, TestHub } from "../web/index.ts";

/** Of the records that a route is called about, by the names of its parameters and of what its body names. */
export type Ids = Readonly<Record<string, string>>;

export const WITH_ID = z.object({ id: z.uuid() });

/** Words that stand in what is made here, and in nothing that others may read. */
export const SECRET = "zinnober";

export interface MakerParts {
  readonly hub: TestHub;
  readonly id: OrganisationId;
  readonly centre: OrganisationId;
  readonly clock: Clock;
  /** What tells one name from the next, in the form of a UUID. */
  readonly label: () => string;
  readonly personId: PersonId;
  /** Holds every role by being its administrator. */
  readonly browser: Browser;
  /** Of the centre, a coordinator. */
  readonly issuer: Browser;
}

export class Maker {
  readonly parts: MakerParts;

  constructor(parts: MakerParts) {
    this.parts = parts;
  }

  get id(): OrganisationId {
    return this.parts.id;
  }

  get centre(): OrganisationId {
    return this.parts.centre;
  }

  get browser(): Browser {
    return this.parts.browser;
  }

  get issuer(): Browser {
    return this.parts.issuer;
  }

  get clock(): Clock {
    return this.parts.clock;
  }

  label(): string {
    return this.parts.label();
  }

  /** The time after so many milliseconds. */
  in(ms: number): string {
    return new Date(this.clock.now().getTime() + ms).toISOString();
  }

  async write<Result>(write: (writer: Writer) => Promise<Result>): Promise<Result> {
    return await asHub(this.parts.hub.records, write);
  }

  async post(path: string, body?: unknown): Promise<unknown> {
    return await this.browser.json("POST", `/api/v1${path}`, body);
  }

  async made(path: string, body: unknown): Promise<string> {
    return WITH_ID.parse(await this.post(path, body)).id;
  }

  /** Bytes as a body, of which an answer with an id comes. */
  async sent(path: string, bytes: string, type = "application/octet-stream"): Promise<string> {
    const answer = await this.browser.send("POST", `/api/v1${path}`, bytes, { "content-type": type });
    return WITH_ID.parse(await answer.json()).id;
  }
}
