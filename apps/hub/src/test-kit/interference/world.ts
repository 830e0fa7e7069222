// SPDX-License-Identifier: Apache-2.0
/**
 * A hub with two organisations that have nothing in common: `outside`, whose people look, and `hidden`, whose affairs
 * nobody there may learn of. Two worlds are made alike, by the same calls at the same time of their own clocks.
 */
import { newId } from "../../platform/ids.ts";
import { type OrganisationId, systemPrincipal } from "../../platform/records/index.ts";
import { TestClock } from "../hub/test-pipeline.ts";
import { MATRIX_ENVIRONMENT, Site, signIn } from "../matrix/index.ts";
import { anOrganisation, aPerson } from "../records/index.ts";
import { type Browser, startTestHub, type TestHub } from "../web/index.ts";

export const OUTSIDERS = ["nobody", "viewer", "administrator", "coordinator", "operator"] as const;
export type Outsider = (typeof OUTSIDERS)[number];

export interface World extends AsyncDisposable {
  readonly hub: TestHub;
  readonly clock: TestClock;
  readonly outside: Site;
  readonly hidden: Site;
  /** Somebody of the hidden organisation; in the world without secrets, nobody has this id. */
  readonly secretPerson: string;
  readonly outsiders: Readonly<Record<Outsider, Browser>>;
}

/** With the people of the hidden organisation, or without. */
export async function openWorld({ isSecret }: { readonly isSecret: boolean }): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const clock = new TestClock();
  const hub = stack.use(await startTestHub({ clock, environment: MATRIX_ENVIRONMENT }));
  const [centre, outsideId, hiddenId] = [
    await anOrganisation(hub.records, "Centre"),
    await anOrganisation(hub.records, "Outside"),
    await anOrganisation(hub.records, "Hidden"),
  ];
  const site = (id: OrganisationId) => Site.open({ hub, id, centre, clock, label: labels() });
  const [outside, hidden] = [await site(outsideId), await site(hiddenId)];
  const person = async (fixture: Parameters<typeof aPerson>[1]) =>
    await signIn(hub, await aPerson(hub.records, fixture), clock);
  const outsiders = {
    nobody: hub.newBrowser(),
    viewer: await person({ roles: [[outsideId, "viewer"]] }),
    administrator: await person({ roles: [[outsideId, "administrator"]] }),
    coordinator: await person({ hubRole: "coordinator" }),
    operator: await person({ hubRole: "operator" }),
  };
  const secretPerson = isSecret
    ? await aPerson(hub.records, { roles: [[hiddenId, "viewer"]] })
    : newId<"person">(clock);
  const opened = stack.move();
  return {
    hub,
    clock,
    outside,
    hidden,
    secretPerson,
    outsiders,
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

/** How many people an organisation has is no secret: a preview tells it to whoever could share with them. */
export async function settleAsMany(plain: World, secret: World) {
  const missing = (await peopleOf(secret)) - (await peopleOf(plain));
  for (let made = 0; made < missing; made++)
    await aPerson(plain.hub.records, { roles: [[plain.hidden.id, "viewer"]] });
}

async function peopleOf({ hub, hidden }: World): Promise<number> {
  const row = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("memberships")
      .innerJoin("people", "people.id", "person_id")
      .select(({ fn }) => fn.countAll<string>().as("count"))
      .where("organisation_id", "=", hidden.id)
      .where("kind", "=", "person")
      .where("disabled_at", "is", null)
      .executeTakeFirstOrThrow(),
  );
  return Number(row.count);
}

/** The same names in every organisation, so that what is taken in one is wanted in the other. */
function labels(): () => string {
  let made = 0;
  return () => `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}`;
}
