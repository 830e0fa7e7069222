// SPDX-License-Identifier: Apache-2.0
/** A hub and a provider that it knows, with an operator, an organisation and its administrator. */
import assert from "node:assert/strict";
import {
  GROUP_ROLE,
  IDENTITY_PROVIDER,
  type NewGroupRole,
  PROVIDER_WAY,
  SESSION,
  type Session,
} from "@fengsui/contract";
import type { OrganisationId } from "../../platform/records/index.ts";
import { anOrganisation } from "../records/index.ts";
import { aSignedInPerson, Browser, startTestHub, type TestHub, type TestHubOptions } from "../web/index.ts";
import { browseThere } from "./browse.ts";
import { type PersonThere, startTestProvider, type TestProvider } from "./test-provider.ts";

export interface ProvidedHub extends AsyncDisposable {
  readonly hub: TestHub;
  readonly there: TestProvider;
  readonly providerId: string;
  readonly operator: Browser;
  readonly organisationId: OrganisationId;
  readonly administrator: Browser;
}

export async function startProvidedHub(options: TestHubOptions = {}): Promise<ProvidedHub> {
  await using stack = new AsyncDisposableStack();
  const environment = {
    FENGSUI_PROVIDER_NETWORKS: "127.0.0.1",
    FENGSUI_TRUST_PROXY: "127.0.0.1",
    ...options.environment,
  };
  const hub = stack.use(await startTestHub({ ...options, environment }));
  const there = stack.use(await startTestProvider(hub.address));
  const organisationId = await anOrganisation(hub.records);
  const { browser: operator } = await aSignedInPerson(hub, { hubRole: "operator" });
  const { browser: administrator } = await aSignedInPerson(hub, {
    roles: [[organisationId, "administrator"]],
  });
  const { id: providerId } = IDENTITY_PROVIDER.parse(
    await operator.json("POST", "/api/v1/identity-providers", {
      name: "Company",
      issuer: there.issuer,
      clientId: there.clientId,
      clientSecret: there.clientSecret,
      makesAccounts: true,
      trustsSecondFactor: true,
    }),
  );
  const owned = stack.move();
  return {
    hub,
    there,
    providerId,
    operator,
    organisationId,
    administrator,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

let askers = 0;

/** The console's page asks: each time from another address, as otherwise it would soon be asked to wait. */
export function asPage({ hub }: Pick<ProvidedHub, "hub">): Record<string, string> {
  askers += 1;
  return { origin: hub.address.origin, "x-forwarded-for": `192.0.2.${askers % 250}` };
}

/** Sets out to the provider from this page; where the browser is sent. */
export async function setOut(
  world: ProvidedHub,
  browser: Browser,
  path?: string,
  body?: object,
): Promise<string> {
  const way = path ?? `/api/v1/sign-in/providers/${world.providerId}`;
  const answer = await browser.send(
    "POST",
    way,
    body ?? (path === undefined ? {} : undefined),
    asPage(world),
  );
  assert.equal(answer.status, 201, await answer.clone().text());
  return PROVIDER_WAY.parse(await answer.json()).url;
}

/** The whole way: there, signed in as somebody, and back. The last answer, whatever it is. */
export async function enter(
  world: ProvidedHub,
  who: string,
  { browser = new Browser(world.hub.address), invitation }: { browser?: Browser; invitation?: string } = {},
) {
  world.there.who = who;
  const url = await setOut(world, browser, undefined, invitation === undefined ? {} : { invitation });
  const query = await browseThere(url);
  const response = await browser.send("POST", "/api/v1/sign-in/return", { query }, asPage(world));
  return { browser, response, query };
}

export async function entered(world: ProvidedHub, who: string, browser?: Browser) {
  const { response, ...came } = await enter(world, who, browser === undefined ? {} : { browser });
  assert.equal(response.status, 201, await response.clone().text());
  const session: Session = SESSION.parse(await response.json());
  came.browser.csrfToken = session.csrfToken;
  return { ...came, session };
}

let count = 0;

/** Somebody who is known there alone. */
export function aPersonThere({ there }: ProvidedHub, more: Partial<PersonThere> = {}): string {
  count += 1;
  const sub = more.sub ?? `sub-${count}`;
  there.people.set(sub, {
    email: `${sub}@example.org`,
    email_verified: true,
    name: "Zhao Lei",
    ...more,
    sub,
  });
  return sub;
}

/** What a group gives; accepted by the administrator of the world's organisation, if they are asked. */
export async function propose(
  { operator, administrator, providerId }: ProvidedHub,
  wanted: NewGroupRole,
  { isAccepted }: { readonly isAccepted: boolean },
): Promise<string> {
  const path = `/api/v1/identity-providers/${providerId}/groups`;
  const { id } = GROUP_ROLE.parse(await operator.json("POST", path, wanted));
  if (isAccepted) await administrator.json("POST", `/api/v1/group-roles/${id}/acceptance`);
  return id;
}
