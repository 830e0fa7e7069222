// SPDX-License-Identifier: Apache-2.0
/** The calls of the hub's API, by what they are for. Every answer is checked; every failure is a `HubProblem`. */
import {
  COLLEAGUES,
  DEMO,
  type InvitationAcceptance,
  OWN_SESSIONS,
  type PasswordChange,
  type PersonChange,
  SESSION,
  SETUP_STATE,
  type Session,
  type SetupRequest,
  SITUATION,
  type SignInRequest,
  type SituationQuery,
} from "@fengsui/contract";
import { z } from "zod";
import { caseCalls, caseRuleCalls, evidenceCalls } from "./case-calls.ts";
import { constituencyCalls } from "./constituency-calls.ts";
import { alertCalls, retrospectionCalls, ruleCalls, suppressionCalls } from "./detection-calls.ts";
import { disclosureCalls } from "./disclosure-calls.ts";
import { deadLetterCalls, eventCalls } from "./event-calls.ts";
import { indicatorCalls } from "./indicator-calls.ts";
import { keyCalls, organisationKeyCalls, serviceAccountCalls } from "./key-calls.ts";
import { ledgerCalls, organisationCalls } from "./ledger-calls.ts";
import { deliveryCalls, notificationCalls, webhookCalls } from "./notification-calls.ts";
import { orderCalls } from "./order-calls.ts";
import {
  accountCalls,
  invitationCalls,
  passkeyCalls,
  passwordCalls,
  peopleCalls,
  proofCalls,
  secondFactorCalls,
} from "./people-calls.ts";
import { identityCalls, providerCalls } from "./provider-calls.ts";
import { publicationCalls } from "./publication-calls.ts";
import { retentionCalls } from "./retention-calls.ts";
import {
  organisationClientCalls,
  sharingFiguresCall,
  sharingGroupCalls,
  sharingRequestCalls,
} from "./sharing-calls.ts";
import { sourceCalls } from "./source-calls.ts";
import { type HubClientOptions, Transport } from "./transport.ts";

const API = "/api/v1";
/** Nothing is read from it. */
const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export type HubClient = ReturnType<typeof createHubClient>;

export function createHubClient(options: HubClientOptions = {}) {
  const transport = new Transport(options);
  return {
    access: accessCalls(transport),
    sources: sourceCalls(transport),
    alerts: alertCalls(transport),
    cases: caseCalls(transport),
    caseRules: caseRuleCalls(transport),
    disclosure: disclosureCalls(transport),
    publications: publicationCalls(transport, options.address ?? ""),
    evidence: evidenceCalls(transport, options.address ?? ""),
    orders: orderCalls(transport),
    rules: ruleCalls(transport),
    indicators: indicatorCalls(transport, options.address ?? ""),
    suppressions: suppressionCalls(transport),
    retrospections: retrospectionCalls(transport),
    retention: retentionCalls(transport),
    events: eventCalls(transport, options.address ?? ""),
    deadLetters: deadLetterCalls(transport, options.address ?? ""),
    organisations: organisationCalls(transport),
    constituency: constituencyCalls(transport),
    notifications: notificationCalls(transport),
    deliveries: deliveryCalls(transport),
    webhooks: webhookCalls(transport),
    people: peopleCalls(transport),
    accounts: accountCalls(transport),
    password: passwordCalls(transport),
    secondFactor: secondFactorCalls(transport),
    passkeys: passkeyCalls(transport),
    proof: proofCalls(transport),
    invitations: invitationCalls(transport),
    sharingGroups: sharingGroupCalls(transport),
    organisationClients: organisationClientCalls(transport),
    keys: keyCalls(transport),
    organisationKeys: organisationKeyCalls(transport),
    serviceAccounts: serviceAccountCalls(transport),
    providers: providerCalls(transport),
    identities: identityCalls(transport),
    sharingFigures: sharingFiguresCall(transport),
    sharingRequests: sharingRequestCalls(transport),
    ledger: ledgerCalls(transport, options.address ?? ""),
    demo: async (signal?: Signal) =>
      (await transport.call({ path: `${API}/demo`, answer: DEMO, signal })).demo,
    situation: (query: SituationQuery, signal?: Signal) =>
      transport.call({ path: `${API}/situation`, query, answer: SITUATION, signal }),
  };
}

function accessCalls(transport: Transport) {
  const keep = (session: Session): Session => {
    transport.csrfToken = session.csrfToken;
    return session;
  };
  const path = `${API}/session`;
  return {
    session: async (signal?: Signal) => keep(await transport.call({ path, answer: SESSION, signal })),
    setupState: (signal?: Signal) => transport.call({ path: `${API}/setup`, answer: SETUP_STATE, signal }),
    setUp: async (body: SetupRequest) =>
      keep(await transport.call({ method: "POST", path: `${API}/setup`, body, answer: SESSION })),
    signIn: async (body: SignInRequest) =>
      keep(await transport.call({ method: "POST", path, body, answer: SESSION })),
    /** Back from a provider. */
    enterByProvider: async (query: string) =>
      keep(
        await transport.call({
          method: "POST",
          path: `${API}/sign-in/return`,
          body: { query },
          answer: SESSION,
        }),
      ),
    /** Where one was asked for on the way back. */
    enterWithCode: async (code: string) =>
      keep(
        await transport.call({
          method: "POST",
          path: `${API}/sign-in/code`,
          body: { code },
          answer: SESSION,
        }),
      ),
    /** With what the browser answers (`PASSKEY_ASSERTION`). */
    signInWithPasskey: async (body: object) =>
      keep(await transport.call({ method: "POST", path: `${path}/passkey`, body, answer: SESSION })),
    signOut: async () => {
      await transport.call({ method: "DELETE", path, answer: DONE });
      transport.csrfToken = undefined;
    },
    signOutEverywhere: async () => {
      await transport.call({ method: "DELETE", path: `${API}/sessions`, answer: DONE });
      transport.csrfToken = undefined;
    },
    /** With a new account. */
    acceptInvitation: async (body: InvitationAcceptance) =>
      keep(
        await transport.call({
          method: "POST",
          path: `${API}/invitations/accept`,
          body,
          answer: SESSION,
        }),
      ),
    sessions: async (signal?: Signal) =>
      (await transport.call({ path: `${API}/sessions`, answer: OWN_SESSIONS, signal })).sessions,
    endSession: (id: string) =>
      transport.call({ method: "DELETE", path: `${API}/sessions/${id}`, answer: DONE }),
    changePassword: async (body: PasswordChange) =>
      keep(await transport.call({ method: "POST", path: `${path}/password`, body, answer: SESSION })),
    colleagues: async (signal?: Signal) =>
      (await transport.call({ path: `${API}/colleagues`, answer: COLLEAGUES, signal })).people,
    changePerson: async (body: PersonChange) =>
      keep(await transport.call({ method: "PATCH", path: `${path}/person`, body, answer: SESSION })),
  };
}
