// SPDX-License-Identifier: Apache-2.0
/** An organisation that can be given a record of every kind, by those who may make it, and as often as a test needs. */
import { randomUUID } from "node:crypto";
import { SOURCE_KEY } from "@fengsui/contract";
import { z } from "zod";
import { type Clock, systemClock } from "../../platform/clock.ts";
import { newId, parseId } from "../../platform/ids.ts";
import type { OrganisationId } from "../../platform/records/index.ts";
import { aPerson } from "../records/index.ts";
import { anAlert, aRule } from "../records/shared-world.ts";
import { aKeyWithId, type Browser, sysmon, type TestHub } from "../web/index.ts";
import { signIn } from "./callers.ts";
import { CaseRecords } from "./case-records.ts";
import { LedgerRecords } from "./ledger-records.ts";
import { type Ids, Maker, SECRET, WITH_ID } from "./maker.ts";
import { OrderRecords } from "./order-records.ts";
import { ProviderRecords } from "./provider-records.ts";
import { PublicationRecords } from "./publication-records.ts";
import { SharingRecords } from "./sharing-records.ts";

const EVENTS = z.object({ events: z.array(z.object({ id: z.string(), time: z.string() })) });
const LETTERS = z.object({ deadLetters: z.array(WITH_ID) });

/** Of a hub that can be given all of it: calls come from many networks, and a webhook may lead here. */
export const MATRIX_ENVIRONMENT = {
  // Nothing is done but what is asked for: no job changes a record between its making and the question.
  FENGSUI_ROLES: "api,ingest",
  FENGSUI_TRUST_PROXY: "127.0.0.1",
  FENGSUI_WEBHOOK_NETWORKS: "127.0.0.0/8",
};

export interface SitePlan {
  readonly hub: TestHub;
  readonly id: OrganisationId;
  /** Gives orders to this one. */
  readonly centre: OrganisationId;
  readonly clock?: Clock;
  /** What tells one name from the next, in the form of a UUID. */
  readonly label?: () => string;
}

export class Site {
  readonly #make: Maker;
  readonly cases: CaseRecords;
  readonly orders: OrderRecords;
  readonly ledger: LedgerRecords;
  readonly sharing: SharingRecords;
  readonly publications: PublicationRecords;
  readonly providers: ProviderRecords;
  #source: { readonly id: string; readonly key: string } | undefined;

  private constructor(make: Maker) {
    this.#make = make;
    this.cases = new CaseRecords(make, this);
    this.orders = new OrderRecords(make);
    this.ledger = new LedgerRecords(make);
    this.sharing = new SharingRecords(make);
    this.publications = new PublicationRecords(make);
    this.providers = new ProviderRecords(make);
  }

  static async open({ hub, id, centre, clock = systemClock, label = randomUUID }: SitePlan): Promise<Site> {
    const personId = await aPerson(hub.records, { roles: [[id, "administrator"]] });
    const issuer = await aPerson(hub.records, { roles: [[centre, "administrator"]], hubRole: "coordinator" });
    const browsers = {
      browser: await signIn(hub, personId, clock),
      issuer: await signIn(hub, issuer, clock),
    };
    return new Site(new Maker({ hub, id, centre, clock, label, personId, ...browsers }));
  }

  get id(): OrganisationId {
    return this.#make.id;
  }

  get centre(): OrganisationId {
    return this.#make.centre;
  }

  get browser(): Browser {
    return this.#make.browser;
  }

  label(): string {
    return this.#make.label();
  }

  in(ms: number): string {
    return this.#make.in(ms);
  }

  /** Somebody else of the organisation. */
  async member(): Promise<Ids> {
    return {
      id: this.id,
      personId: await aPerson(this.#make.parts.hub.records, { roles: [[this.id, "viewer"]] }),
    };
  }

  /** Of a member; it acts in the organisation. */
  async key(): Promise<Ids> {
    const owner = await aPerson(this.#make.parts.hub.records, { roles: [[this.id, "viewer"]] });
    const { id } = await aKeyWithId(this.#make.parts.hub.records, owner, ["alerts:read"]);
    return { id: this.id, keyId: id };
  }

  async serviceAccount(): Promise<Ids> {
    const name = `${SECRET} ${this.label()}`;
    const { accounts } = z
      .object({ accounts: z.array(WITH_ID.extend({ name: z.string() })) })
      .parse(await this.#make.post(`/organisations/${this.id}/service-accounts`, { name, role: "viewer" }));
    return { id: this.id, accountId: accounts.find((one) => one.name.endsWith(name))?.id ?? "" };
  }

  async invitation(): Promise<Ids> {
    const wanted = { email: `${SECRET}-${this.label()}@example.org`, role: "viewer" };
    const { invitation } = z
      .object({ invitation: WITH_ID })
      .parse(await this.#make.post(`/organisations/${this.id}/invitations`, wanted));
    return { id: this.id, invitationId: invitation.id };
  }

  async claim(): Promise<Ids> {
    const wanted = { kind: "asn", value: this.asn() };
    return { id: this.id, claimId: await this.#make.made(`/organisations/${this.id}/claims`, wanted) };
  }

  /** The number of an autonomous system that the organisation has not claimed. */
  asn(): string {
    return String(Number.parseInt(this.label().slice(-7), 16) + 1);
  }

  async source(): Promise<Ids> {
    const name = `${SECRET} ${this.label()}`;
    return { id: await this.#make.made("/sources", { organisationId: this.id, name }) };
  }

  async deadLetter(): Promise<Ids> {
    await this.#deliver([`${SECRET} {`]);
    const { deadLetters } = LETTERS.parse(await this.browser.json("GET", "/api/v1/dead-letters"));
    return { id: deadLetters[0]?.id ?? "" };
  }

  /** With the time of the event beside its id. */
  async event(): Promise<Ids> {
    await this.#deliver([sysmon(this.#make.clock.now(), { Computer: SECRET })]);
    const answer = await this.browser.json("GET", `/api/v1/events?${new URLSearchParams(this.hours())}`);
    const [event] = EVENTS.parse(answer).events;
    return { id: event?.id ?? "", time: event?.time ?? "" };
  }

  async rule(): Promise<Ids> {
    return {
      id: await this.#make.write((write) => aRule(write, this.#audience, `${SECRET} ${this.label()}`)),
    };
  }

  /** Rules that came as a file have what versions and switches need. */
  async uploadedRule(): Promise<Ids> {
    const key = this.label();
    const text = `title: ${SECRET}\nid: ${key}\nlevel: high\nlogsource: { product: windows }\ndetection:\n  s: { Image: ${key} }\n  condition: s\n`;
    await this.#make.post("/rules", { organisationId: this.id, files: [{ name: "rule.yml", text }] });
    const { rules } = z
      .object({ rules: z.array(WITH_ID) })
      .parse(await this.browser.json("GET", `/api/v1/rules?text=${key}`));
    return { id: rules[0]?.id ?? "" };
  }

  async indicatorList(): Promise<Ids> {
    return { id: await this.#make.made("/indicators/lists", { organisationId: this.id, title: SECRET }) };
  }

  async alert(): Promise<Ids> {
    const id = await this.#make.write(async (write) => {
      const rule = await aRule(write, this.#audience, this.label());
      const alert = await anAlert(write, this.#audience, rule);
      await write.updateTable("alerts").set({ title: SECRET }).where("id", "=", alert).execute();
      return alert;
    });
    return { id };
  }

  async closedAlert(): Promise<Ids> {
    const ids = await this.alert();
    await this.#make.post(`/alerts/${ids["id"]}/close`, { verdict: "benign", comment: SECRET });
    return ids;
  }

  async analystId(): Promise<string> {
    return await aPerson(this.#make.parts.hub.records, { roles: [[this.id, "analyst"]] });
  }

  /** Of somebody here. */
  async sessionId(): Promise<string> {
    const person = await aPerson(this.#make.parts.hub.records, { roles: [[this.id, "viewer"]] });
    const browser = await signIn(this.#make.parts.hub, person, this.#make.clock);
    const { sessions } = z
      .object({ sessions: z.array(WITH_ID) })
      .parse(await browser.json("GET", "/api/v1/sessions"));
    return sessions[0]?.id ?? "";
  }

  async pausedRetrospection(): Promise<Ids> {
    const ids = await this.retrospection();
    await this.#make.post(`/retrospections/${ids["id"]}/pause`, undefined);
    return ids;
  }

  async retrospection(): Promise<Ids> {
    const id = newId<"retrospection">(this.#make.clock);
    const now = this.#make.clock.now();
    const times = { created_at: now, not_before: now, changed_at: now };
    await this.#make.write((write) =>
      write
        .insertInto("retrospections")
        .values({
          id,
          organisation_id: this.id,
          cause: "asked",
          requested_by: this.#make.parts.personId,
          ...times,
        })
        .execute(),
    );
    return { id };
  }

  async suppression(): Promise<Ids> {
    const expiresAt = this.in(3_600_000);
    const { id: ruleId } = await this.rule();
    const wanted = { organisationId: this.id, ruleId, conditions: [], reason: SECRET, expiresAt };
    return { id: await this.#make.made("/suppressions", wanted) };
  }

  async webhook(): Promise<Ids> {
    const wanted = {
      organisationId: this.id,
      name: SECRET,
      url: "https://127.0.0.1:9/",
      kinds: ["alert.raised"],
    };
    const { webhook } = z.object({ webhook: WITH_ID }).parse(await this.#make.post("/webhooks", wanted));
    return { id: webhook.id };
  }

  /** Of a webhook, which the administrators see. */
  async delivery(): Promise<Ids> {
    const { id: webhook = "" } = await this.webhook();
    const id = newId<"delivery">(this.#make.clock);
    const now = this.#make.clock.now();
    await this.#make.write((write) =>
      write
        .insertInto("deliveries")
        .values({
          id,
          organisation_id: this.id,
          webhook_id: parseId<"webhook">(webhook) ?? null,
          mode: "each",
          state: "given_up",
          due_at: now,
          created_at: now,
          changed_at: now,
        })
        .execute(),
    );
    return { id };
  }

  async disabledMember(): Promise<Ids> {
    const ids = await this.member();
    const id = parseId<"person">(ids["personId"] ?? "");
    if (id === undefined) throw new TypeError("no member");
    const disabled_at = this.#make.clock.now();
    await this.#make.write((write) =>
      write.updateTable("people").set({ disabled_at }).where("id", "=", id).execute(),
    );
    return ids;
  }

  async legalHold(): Promise<Ids> {
    const wanted = { organisationId: this.id, scope: { kind: "organisation" }, reason: SECRET };
    return { id: await this.#make.made("/legal-holds", wanted) };
  }

  /** The hour that was and the one that comes. */
  hours(): { readonly from: string; readonly to: string } {
    return { from: this.in(-3_600_000), to: this.in(3_600_000) };
  }

  get #audience() {
    return { owner: this.id, marking: null } as const;
  }

  async #deliver(lines: readonly (object | string)[]): Promise<void> {
    this.#source ??= await this.#newSource();
    const answer = await fetch(new URL("/ingest/v1/events", this.#make.parts.hub.address), {
      method: "POST",
      headers: { authorization: `Bearer ${this.#source.key}`, "content-type": "application/x-ndjson" },
      body: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async #newSource() {
    const name = `${SECRET} ${this.label()}`;
    return SOURCE_KEY.parse(await this.#make.post("/sources", { organisationId: this.id, name }));
  }
}
