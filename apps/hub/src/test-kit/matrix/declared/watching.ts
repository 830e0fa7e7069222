// SPDX-License-Identifier: Apache-2.0
import { anyMember, type Declarations, hubRoles, members } from "../declare.ts";
import type { Ids } from "../maker.ts";
import type { Site } from "../site.ts";

const organisation = async ({ id: organisationId }: Site) => ({ organisationId });
const source = (site: Site) => site.source();
const alert = (site: Site) => site.alert();
const rule = (site: Site) => site.uploadedRule();
const retrospection = (site: Site) => site.retrospection();

export const EVENTS: Declarations = {
  "GET /api/v1/sources": anyMember("viewer"),
  "POST /api/v1/sources": members("manager", {
    make: organisation,
    body: ({ organisationId }, site) => ({ organisationId, name: site.label() }),
    unseen: 403,
  }),
  "POST /api/v1/sources/:id/key": members("manager", { make: source }),
  "PATCH /api/v1/sources/:id": members("manager", { make: source, body: () => ({ isWatched: false }) }),
  "PUT /api/v1/sources/:id/mapping": members("manager", {
    make: source,
    body: () => ({ mapping: { host: "host" } }),
  }),
  "GET /api/v1/sources/:id/mapping/versions": members("viewer", { make: source }),
  "POST /api/v1/sources/:id/mapping/trial": members("viewer", {
    make: source,
    body: () => ({ mapping: { host: "host" }, samples: ['{"host":"a"}'] }),
  }),
  "GET /api/v1/dead-letters": anyMember("viewer"),
  "GET /api/v1/dead-letters/counts": anyMember("viewer"),
  "GET /api/v1/dead-letters/:id/bytes": members("viewer", {
    make: (site) => site.deadLetter(),
    answers: 200,
  }),
  "POST /api/v1/dead-letters/:id/replay": members("analyst", { make: (site) => site.deadLetter() }),
  "DELETE /api/v1/dead-letters/:id": members("analyst", { make: (site) => site.deadLetter() }),
  "GET /api/v1/events": anyMember("viewer", { query: (_, site) => site.hours() }),
  "GET /api/v1/events/export": anyMember("viewer", {
    query: (_, site) => ({ ...site.hours(), format: "ndjson" }),
    answers: 200,
  }),
  "GET /api/v1/events/:id": members("viewer", {
    make: (site) => site.event(),
    query: ({ time }) => ({ time: time ?? "" }),
  }),
  "GET /api/v1/events/histogram": anyMember("viewer", {
    query: (_, site) => ({ ...site.hours(), intervalMs: "3600000" }),
  }),
  "GET /api/v1/events/values": anyMember("viewer", {
    query: (_, site) => ({ ...site.hours(), name: "host.name" }),
  }),
  "GET /api/v1/syslog": anyMember("viewer"),
  "GET /api/v1/syslog/refusals": hubRoles(["operator"]),
};

export const DETECTION: Declarations = {
  "GET /api/v1/alerts": anyMember("viewer"),
  "GET /api/v1/alerts/:id": members("viewer", { make: alert }),
  "GET /api/v1/alerts/:id/explanation": members("viewer", { make: alert, answers: 404 }),
  "PUT /api/v1/alerts/:id/assignee": members("analyst", {
    make: async (site) => ({ ...(await site.alert()), personId: await site.analystId() }),
    body: ({ personId }) => ({ personId }),
  }),
  "POST /api/v1/alerts/:id/comments": members("analyst", { make: alert, body: () => ({ text: "a" }) }),
  "POST /api/v1/alerts/:id/close": members("analyst", {
    make: alert,
    body: () => ({ verdict: "benign", comment: "a" }),
  }),
  "POST /api/v1/alerts/:id/reopen": members("analyst", { make: (site) => site.closedAlert() }),
  "GET /api/v1/rules": anyMember("viewer"),
  "POST /api/v1/rules": members("analyst", {
    make: organisation,
    body: ({ organisationId }, site) => ({ organisationId, files: [{ name: "a.yml", text: aRule(site) }] }),
    unseen: 403,
  }),
  "GET /api/v1/rules/:id": members("viewer", { make: rule }),
  "GET /api/v1/rules/:id/versions": members("viewer", { make: rule }),
  "PATCH /api/v1/rules/:id": members("analyst", { make: rule, body: () => ({ isEnabled: false }) }),
  "POST /api/v1/rules/switch": members("analyst", {
    make: rule,
    body: ({ id }) => ({ ids: [id], isEnabled: false }),
  }),
  "GET /api/v1/rules/counts": anyMember("viewer"),
  "GET /api/v1/rules/figures": anyMember("viewer"),
  "GET /api/v1/rules/:id/figures": members("viewer", { make: rule }),
  "GET /api/v1/rules/refusals": anyMember("viewer"),
  "POST /api/v1/rules/load": hubRoles(["operator"], { answers: 409 }),
  "GET /api/v1/rules/shipped": anyMember("viewer"),
  "PUT /api/v1/rules/shipped": hubRoles(["operator"], { body: () => ({ isOn: false }) }),
  "GET /api/v1/retrospections": anyMember("viewer"),
  "GET /api/v1/retrospections/:id": members("viewer", { make: retrospection }),
  "POST /api/v1/retrospections": members("analyst", {
    make: async (site) => ({ organisationId: site.id, ruleId: (await site.uploadedRule())["id"] ?? "" }),
    body: ({ organisationId, ruleId }) => ({ organisationId, ruleIds: [ruleId] }),
    unseen: 403,
  }),
  "POST /api/v1/retrospections/:id/pause": members("analyst", { make: retrospection }),
  "POST /api/v1/retrospections/:id/resume": members("analyst", {
    make: (site) => site.pausedRetrospection(),
  }),
  "POST /api/v1/retrospections/:id/cancel": members("analyst", { make: retrospection }),
  "GET /api/v1/suppressions": anyMember("viewer"),
  "POST /api/v1/suppressions": members("analyst", {
    make: ruleAndOrganisation,
    body: (ids, site) => ({ ...ids, conditions: [], reason: "a", expiresAt: site.in(3_600_000) }),
    unseen: 403,
  }),
  "POST /api/v1/suppressions/preview": members("analyst", {
    make: ruleAndOrganisation,
    body: (ids) => ({ ...ids, conditions: [] }),
    lookedFor: ["ruleId"],
    unseen: 403,
  }),
  "DELETE /api/v1/suppressions/:id": members("analyst", { make: (site) => site.suppression() }),
  "GET /api/v1/situation": anyMember("viewer", {
    query: (_, site) => ({ ...site.hours(), intervalMs: "3600000" }),
  }),
};

async function ruleAndOrganisation(site: Site): Promise<Ids> {
  return { organisationId: site.id, ruleId: (await site.rule())["id"] ?? "" };
}

function aRule(site: Site): string {
  return `title: a\nid: ${site.label()}\nlogsource: { product: windows }\ndetection:\n  s: { Image: a }\n  condition: s\n`;
}
