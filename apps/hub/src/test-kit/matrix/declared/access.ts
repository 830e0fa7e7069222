// SPDX-License-Identifier: Apache-2.0
import { NOTIFICATION_KINDS } from "@fengsui/contract";
import { CALLERS, from, SIGNED_IN } from "../callers.ts";
import { type Declarations, hubRoles, members, signedIn } from "../declare.ts";
import type { Site } from "../site.ts";

const EVERYBODY = { gate: "public", allowed: CALLERS } as const;
const organisation = async ({ id }: Site) => ({ id });
const NEVER = "00000000-0000-4000-8000-000000000000";

/** What answers a question that was never asked. */
const credential = (response: object) => ({
  id: "AA",
  rawId: "AA",
  type: "public-key",
  response: { clientDataJSON: Buffer.from('{"challenge":"a"}').toString("base64url"), ...response },
});

export const ACCESS: Declarations = {
  "GET /healthz": EVERYBODY,
  "GET /readyz": { ...EVERYBODY, answers: 200 },
  "GET /metrics": { gate: "local", allowed: ["operator"], answers: 200 },
  "GET /api/v1/openapi.json": { ...EVERYBODY, answers: 200 },
  "GET /api/v1/stream": signedIn({ answers: 200, isEndless: true }),
  "GET /api/v1/demo": signedIn(),
  "GET /api/v1/setup": EVERYBODY,
  "POST /api/v1/setup": {
    ...EVERYBODY,
    body: () => ({
      token: "a",
      organisation: "a",
      name: "a",
      email: "a@example.org",
      password: "correct horse battery staple",
    }),
    answers: 409,
  },
  "POST /api/v1/session": {
    ...EVERYBODY,
    body: () => ({ email: "nobody@example.org", password: "a" }),
    answers: 401,
  },
  "GET /api/v1/session": signedIn(),
  "DELETE /api/v1/session": signedIn({ endsCaller: true }),
  "POST /api/v1/session/passkey/question": { ...EVERYBODY, answers: 200 },
  "POST /api/v1/session/passkey": {
    ...EVERYBODY,
    body: () => credential({ authenticatorData: "AA", signature: "AA" }),
    answers: 403,
  },
  "POST /api/v1/session/proof/question": signedIn({ answers: 200 }),
  "GET /api/v1/passkeys": signedIn(),
  "POST /api/v1/passkeys/question": signedIn({ answers: 200 }),
  "POST /api/v1/passkeys": signedIn({
    body: () => ({ name: "a", credential: credential({ attestationObject: "AA" }) }),
    answers: 403,
  }),
  "PATCH /api/v1/passkeys/:id": signedIn({
    allowed: [],
    make: async () => ({ id: NEVER }),
    body: () => ({ name: "a" }),
  }),
  "DELETE /api/v1/passkeys/:id": signedIn({ allowed: [], make: async () => ({ id: NEVER }) }),
  "POST /api/v1/session/password": signedIn({
    body: () => ({ current: "not-the-password", password: "correct horse battery staple" }),
    answers: 403,
  }),
  "PATCH /api/v1/session/person": signedIn({ body: () => ({ language: "en" }) }),
  "GET /api/v1/sessions": signedIn(),
  "DELETE /api/v1/sessions/:id": signedIn({
    allowed: [],
    make: async (site) => ({ id: await site.sessionId() }),
  }),
  "DELETE /api/v1/sessions": signedIn({ endsCaller: true }),
  "GET /api/v1/session/second-factor": signedIn(),
  "POST /api/v1/session/second-factor": signedIn({ endsCaller: true }),
  "POST /api/v1/session/second-factor/confirm": signedIn({ body: () => ({ code: "123456" }), answers: 409 }),
  "POST /api/v1/session/second-factor/recovery-codes": signedIn({ answers: 409 }),
  "DELETE /api/v1/session/second-factor": signedIn({ answers: 409 }),
  "GET /api/v1/session/proof": signedIn(),
  "POST /api/v1/session/proof": signedIn({ body: () => ({ password: "not-the-password" }), answers: 403 }),
  // Only a page of the hub sets out, wherever to.
  "POST /api/v1/session/proof/providers/:id": signedIn({
    allowed: [],
    make: async () => ({ id: NEVER }),
    unseen: 403,
  }),
  "POST /api/v1/session/proof/return": signedIn({ body: () => ({ query: "state=prove.a" }), answers: 403 }),
  "POST /api/v1/session/proof/code": signedIn({ body: () => ({ code: "123456" }), answers: 403 }),
  "GET /api/v1/organisations": signedIn(),
  "POST /api/v1/organisations": hubRoles(["operator", "coordinator"], {
    body: (_, site) => ({ name: `Organisation ${site.label()}` }),
  }),
  // A directory to everybody who is signed in.
  "GET /api/v1/organisations/:id": signedIn({ make: organisation, mayBeForeign: { id: "a directory" } }),
  "PATCH /api/v1/organisations/:id": signedIn({
    make: organisation,
    body: () => ({ region: "North" }),
    isForEverybody: "a directory",
    allowed: ["owner.administrator", "coordinator", "operator"],
    refused: SIGNED_IN,
    mayBeForeign: { id: "a directory" },
  }),
  "GET /api/v1/organisations/:id/people": members("viewer", { make: organisation, unseen: 200 }),
  "PATCH /api/v1/organisations/:id/people/:personId": members("administrator", {
    make: (site) => site.member(),
    body: () => ({ role: "analyst" }),
    unseen: 403,
  }),
  "DELETE /api/v1/organisations/:id/people/:personId": members("administrator", {
    make: (site) => site.member(),
    unseen: 403,
  }),
  "GET /api/v1/organisations/:id/invitations": signedIn({
    make: organisation,
    allowed: ["owner.administrator"],
    unseen: 200,
  }),
  "POST /api/v1/organisations/:id/invitations": signedIn({
    make: organisation,
    body: (_, site) => ({ email: `${site.label()}@example.org`, role: "viewer" }),
    allowed: ["owner.administrator"],
    refused: SIGNED_IN,
    mayBeForeign: { id: "a directory" },
  }),
  "POST /api/v1/organisations/:id/invitations/:invitationId/link": signedIn({
    make: (site) => site.invitation(),
    allowed: ["owner.administrator"],
  }),
  "DELETE /api/v1/organisations/:id/invitations/:invitationId": signedIn({
    make: (site) => site.invitation(),
    allowed: ["owner.administrator"],
  }),
  "POST /api/v1/invitations/look": { ...EVERYBODY, body: () => ({ token: "a" }), answers: 403 },
  "POST /api/v1/invitations/accept": {
    ...EVERYBODY,
    body: () => ({ token: "a", name: "a", password: "correct horse battery staple" }),
    answers: 403,
  },
  "POST /api/v1/invitations/join": signedIn({ body: () => ({ token: "a" }), answers: 403 }),
  "GET /api/v1/colleagues": members("viewer", { allowed: SIGNED_IN.filter((name) => name.includes(".")) }),
  "GET /api/v1/hub-roles": hubRoles(["operator"]),
  // Of those that one works with: an operator without an organisation works with nobody.
  "PUT /api/v1/hub-roles/:personId": hubRoles(["operator"], {
    allowed: [],
    make: (site) => site.member(),
    body: () => ({ hubRoles: [] }),
  }),
};

/** An operator runs the hub, and so the accounts of all. */
const OF_ALL = { mayBeForeign: { personId: "an account of the hub" } };

export const ACCOUNTS: Declarations = {
  "POST /api/v1/password/forgotten": {
    ...EVERYBODY,
    body: () => ({ email: "nobody@example.org" }),
  },
  "POST /api/v1/password/set": {
    ...EVERYBODY,
    body: () => ({ token: "a", password: "correct horse battery staple" }),
    answers: 403,
  },
  "POST /api/v1/organisations/:id/people/:personId/password-link": members("administrator", {
    make: (site) => site.member(),
    unseen: 403,
  }),
  "POST /api/v1/accounts/:personId/password-link": hubRoles(["operator"], {
    ...OF_ALL,
    make: (site) => site.member(),
  }),
  "GET /api/v1/accounts": hubRoles(["operator"], { isOfTheWholeHub: "an operator runs the accounts of all" }),
  "POST /api/v1/accounts/:personId/disable": hubRoles(["operator"], {
    ...OF_ALL,
    make: (site) => site.member(),
    body: () => ({ reason: "a", mayLeaveVacant: true }),
  }),
  "POST /api/v1/accounts/:personId/enable": hubRoles(["operator"], {
    ...OF_ALL,
    make: (site) => site.disabledMember(),
  }),
};

const newKey = (site: Site) => ({ name: "a", scopes: ["alerts:read"], expiresAt: site.in(86_400_000) });

export const KEYS: Declarations = {
  "GET /api/v1/keys": signedIn(),
  "POST /api/v1/keys": signedIn({ body: (_, site) => ({ ...newKey(site), organisationIds: null }) }),
  // Its owner's alone; an administrator takes from it what it may do in the organisation.
  "DELETE /api/v1/keys/:id": signedIn({
    allowed: [],
    make: async (site) => ({ id: (await site.key())["keyId"] ?? NEVER }),
  }),
  // Whoever calls here came by no key.
  "GET /api/v1/keys/current": signedIn({ answers: 404 }),
  "GET /api/v1/organisations/:id/keys": members("administrator", { make: organisation, unseen: 403 }),
  "PUT /api/v1/organisations/:id/keys/:keyId": members("administrator", {
    make: (site) => site.key(),
    body: () => ({ scopes: [] }),
    unseen: 403,
  }),
  "GET /api/v1/organisations/:id/service-accounts": members("administrator", {
    make: organisation,
    unseen: 403,
  }),
  "POST /api/v1/organisations/:id/service-accounts": members("administrator", {
    make: organisation,
    body: (_, site) => ({ name: site.label(), role: "viewer" }),
    unseen: 403,
  }),
  "DELETE /api/v1/organisations/:id/service-accounts/:accountId": members("administrator", {
    make: (site) => site.serviceAccount(),
    unseen: 403,
  }),
  "POST /api/v1/organisations/:id/service-accounts/:accountId/keys": members("administrator", {
    make: (site) => site.serviceAccount(),
    body: (_, site) => newKey(site),
    unseen: 403,
  }),
};

export const RETENTION: Declarations = {
  "GET /api/v1/retention": signedIn(),
  "PUT /api/v1/retention": hubRoles(["operator"], {
    body: () => ({
      defaultDays: null,
      floorDays: 1,
      minimumDays: 1,
      deletesOldest: false,
      highPercent: 80,
      criticalPercent: 90,
    }),
  }),
  "GET /api/v1/organisations/:id/retention": members("viewer", { make: organisation }),
  "PUT /api/v1/organisations/:id/retention": members("administrator", {
    make: organisation,
    body: () => ({ rules: [] }),
    unseen: 403,
  }),
  "POST /api/v1/organisations/:id/retention/preview": members("manager", {
    make: organisation,
    body: () => ({ rules: [] }),
    unseen: 403,
  }),
  "GET /api/v1/legal-holds": members("viewer", {
    allowed: SIGNED_IN.filter((name) => name.includes(".")),
  }),
  "POST /api/v1/legal-holds": members("administrator", {
    make: async (site) => ({ organisationId: site.id, caseId: (await site.cases.case())["id"] ?? NEVER }),
    body: ({ organisationId, caseId }) => ({ organisationId, scope: { kind: "case", caseId }, reason: "a" }),
    unseen: 403,
  }),
  "POST /api/v1/legal-holds/:id/release": members("administrator", {
    make: (site) => site.legalHold(),
    body: () => ({ reason: "a" }),
  }),
};

const QUIET = Object.fromEntries(
  NOTIFICATION_KINDS.map((kind) => [kind, { channel: "off", lowestLevel: "high" }]),
);

export const NOTIFICATIONS: Declarations = {
  "GET /api/v1/notifications": signedIn(),
  "POST /api/v1/notifications/read": signedIn({ body: () => ({ ids: [NEVER] }) }),
  "GET /api/v1/notification-preferences": signedIn(),
  "PUT /api/v1/notification-preferences/:organisationId": signedIn({
    make: async ({ id: organisationId }) => ({ organisationId }),
    body: () => ({ choices: QUIET, dailyAt: 480, timeZone: "UTC", quietHours: null, urgentLevel: "high" }),
    allowed: from("viewer"),
    unseen: 403,
  }),
  "POST /api/v1/notification-preferences/test": signedIn({
    make: async ({ id: organisationId }) => ({ organisationId }),
    body: ({ organisationId }) => ({ organisationId }),
    allowed: from("viewer"),
    unseen: 403,
    answers: 409, // this hub sends no mail
  }),
  "GET /api/v1/deliveries": signedIn(),
  "GET /api/v1/deliveries/:id": signedIn({
    make: (site) => site.delivery(),
    allowed: ["owner.administrator"],
  }),
  "POST /api/v1/deliveries/:id/resend": signedIn({
    make: (site) => site.delivery(),
    allowed: ["owner.administrator"],
  }),
  "GET /api/v1/webhooks": members("administrator", {
    allowed: ["owner.administrator", "stranger.administrator", "centre.administrator"],
  }),
  "POST /api/v1/webhooks": members("administrator", {
    make: async ({ id: organisationId }) => ({ organisationId }),
    body: ({ organisationId }) => ({
      organisationId,
      name: "a",
      url: "https://127.0.0.1:9/",
      kinds: ["alert.raised"],
    }),
    unseen: 403,
  }),
  "PATCH /api/v1/webhooks/:id": members("administrator", {
    make: (site) => site.webhook(),
    body: () => ({ name: "b" }),
  }),
  "DELETE /api/v1/webhooks/:id": members("administrator", { make: (site) => site.webhook() }),
  "POST /api/v1/webhooks/:id/secret": members("administrator", { make: (site) => site.webhook() }),
  "POST /api/v1/webhooks/:id/test": members("administrator", { make: (site) => site.webhook() }),
};
