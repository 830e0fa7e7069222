// SPDX-License-Identifier: Apache-2.0
/** Everybody who may come to a route, by name; each can be made again, so that a call may end what it came with. */
import { newToken } from "../../features/access/tokens.ts";
import { type Clock, systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import type { HubRole, OrganisationId, OrganisationRole, PersonId } from "../../platform/records/index.ts";
import { aPerson, asHub } from "../records/index.ts";
import type { Browser, TestHub } from "../web/index.ts";

export const ROLES = ["viewer", "analyst", "responder", "manager", "administrator"] as const;
export const HOUSES = ["owner", "stranger", "centre"] as const;
export type House = (typeof HOUSES)[number];
export type CallerName = "nobody" | "ended" | HubRole | `${House}.${OrganisationRole}`;

export const CALLERS: readonly CallerName[] = [
  "nobody",
  "ended",
  ...HOUSES.flatMap((house) => ROLES.map((role): CallerName => `${house}.${role}`)),
  "coordinator",
  "operator",
];

/** Those of the house with this role or a higher one. */
export function from(lowest: OrganisationRole, house: House = "owner"): CallerName[] {
  return ROLES.slice(ROLES.indexOf(lowest)).map((role): CallerName => `${house}.${role}`);
}

export const SIGNED_IN: readonly CallerName[] = CALLERS.filter(
  (name) => name !== "nobody" && name !== "ended",
);
export const MEMBERS: readonly CallerName[] = HOUSES.flatMap((house) => from("viewer", house));

export interface Caller {
  readonly name: CallerName;
  readonly browser: Browser;
  readonly personId: PersonId | undefined;
}

export type Houses = Readonly<Record<House, OrganisationId>>;

export async function aCaller(hub: TestHub, houses: Houses, name: CallerName): Promise<Caller> {
  if (name === "nobody") return { name, browser: hub.newBrowser(), personId: undefined };
  const personId = await aPerson(hub.records, fixtureOf(houses, name));
  const browser = await signIn(hub, personId);
  if (name === "ended")
    await asHub(hub.records, (write) =>
      write.deleteFrom("sessions").where("person_id", "=", personId).execute(),
    );
  return { name, browser, personId };
}

function fixtureOf(houses: Houses, name: Exclude<CallerName, "nobody">) {
  if (name === "coordinator" || name === "operator") return { hubRole: name };
  if (name === "ended") return { roles: [[houses.owner, "administrator"]] as const };
  for (const house of HOUSES)
    for (const role of ROLES)
      if (name === `${house}.${role}`) return { roles: [[houses[house], role]] as const };
  throw new TypeError(`nobody is called ${name}`);
}

const HOUR_MS = 3_600_000;

/** Without a password, which takes its time to check. */
export async function signIn(
  hub: TestHub,
  person_id: PersonId,
  clock: Clock = systemClock,
): Promise<Browser> {
  const { text, hash } = newToken();
  const now = clock.now();
  const until = new Date(now.getTime() + HOUR_MS);
  await asHub(hub.records, (write) =>
    write
      .insertInto("sessions")
      .values({
        id: newId<"session">(clock),
        person_id,
        token_hash: hash,
        created_at: now,
        last_seen_at: now,
        proved_at: until, // however long the test takes
        expires_at: until,
      })
      .execute(),
  );
  const browser = hub.newBrowser();
  // Behind a proxy, the cookie has the name that it has with TLS.
  for (const name of ["fengsui", "__Host-fengsui"]) browser.keep(name, text);
  await browser.json("GET", "/api/v1/session");
  return browser;
}
