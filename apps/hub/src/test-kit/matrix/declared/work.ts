// SPDX-License-Identifier: Apache-2.0
import { from } from "../callers.ts";
import { anyMember, BYTES, type Declarations, members } from "../declare.ts";
import type { Site } from "../site.ts";

const organisation = async ({ id: organisationId }: Site) => ({ organisationId });
const aCase = (site: Site) => site.cases.case();
const note = (site: Site) => site.cases.caseWith("notes");
const task = (site: Site) => site.cases.caseWith("tasks");
const evidence = (site: Site) => site.cases.evidence();
const closed = (site: Site) => site.cases.closedCase();
const because = () => ({ reason: "a" });
const named = () => ({ name: "a" });

export const CASES: Declarations = {
  "GET /api/v1/cases": anyMember("viewer"),
  "POST /api/v1/cases": members("analyst", {
    make: async (site) => ({ organisationId: site.id, alertId: (await site.alert())["id"] ?? "" }),
    body: ({ organisationId, alertId }) => ({ organisationId, title: "a", alertIds: [alertId] }),
    unseen: 403,
  }),
  "GET /api/v1/cases/:id": members("viewer", { make: aCase }),
  "GET /api/v1/cases/:id/timeline": members("viewer", { make: aCase }),
  "PATCH /api/v1/cases/:id": members("analyst", {
    make: async (site) => ({ ...(await site.cases.case()), assigneeId: await site.analystId() }),
    body: ({ assigneeId }) => ({ title: "b", assigneeId }),
  }),
  "PUT /api/v1/cases/:id/sharing": members("analyst", {
    make: async (site) => ({ ...(await site.cases.case()), organisationId: site.id }),
    body: ({ organisationId }) => ({ marking: "amber", organisationIds: [organisationId] }),
    mayBeForeign: { organisationId: "it is shared with others" },
  }),
  "POST /api/v1/cases/:id/recall": members("responder", {
    make: (site) => site.cases.sharedCase(),
    body: because,
  }),
  "POST /api/v1/cases/:id/decision": members("analyst", {
    make: aCase,
    body: () => ({ verdict: "benign", reason: "a" }),
  }),
  "POST /api/v1/cases/:id/reopen": members("analyst", { make: closed, body: because }),
  "GET /api/v1/cases/:id/alerts": members("viewer", { make: aCase }),
  "POST /api/v1/cases/:id/alerts": members("analyst", {
    make: (site) => site.cases.caseAndAlert(),
    body: ({ alertId }) => ({ alertIds: [alertId] }),
  }),
  "DELETE /api/v1/cases/:id/alerts/:alertId": members("analyst", {
    make: (site) => site.cases.caseWithAlert(),
  }),
  "POST /api/v1/cases/:id/merge": members("analyst", {
    make: (site) => site.cases.twoCases(),
    body: ({ intoId }) => ({ intoId, reason: "a" }),
  }),
  "POST /api/v1/cases/:id/unmerge": members("analyst", {
    make: (site) => site.cases.mergedCase(),
    body: because,
  }),
  "POST /api/v1/cases/:id/split": members("analyst", {
    make: (site) => site.cases.caseWithAlert(),
    body: ({ alertId }) => ({ title: "a", reason: "a", alertIds: [alertId] }),
  }),
  "GET /api/v1/cases/:id/notes": members("viewer", { make: aCase }),
  "POST /api/v1/cases/:id/notes": members("analyst", { make: aCase, body: () => ({ text: "a" }) }),
  // A note is changed by who wrote it, and nobody else.
  "PUT /api/v1/cases/:id/notes/:noteId": members("analyst", {
    allowed: [],
    refused: from("analyst"),
    make: note,
    body: () => ({ text: "b", version: 1 }),
  }),
  "GET /api/v1/cases/:id/notes/:noteId/versions": members("viewer", { make: note }),
  "GET /api/v1/tasks": anyMember("viewer"),
  "GET /api/v1/cases/:id/tasks": members("viewer", { make: aCase }),
  "POST /api/v1/cases/:id/tasks": members("analyst", {
    make: async (site) => ({ ...(await site.cases.case()), assigneeId: await site.analystId() }),
    body: ({ assigneeId }) => ({ title: "a", assigneeId }),
  }),
  "PATCH /api/v1/cases/:id/tasks/:taskId": members("analyst", { make: task, body: () => ({ isDone: true }) }),
  "GET /api/v1/cases/:id/evidence": members("viewer", { make: aCase }),
  "POST /api/v1/cases/:id/evidence": members("analyst", { make: aCase, query: named, body: () => BYTES }),
  "POST /api/v1/cases/:id/events": members("analyst", {
    make: (site) => site.cases.caseAndEvent(),
    body: ({ eventId, time }) => ({ events: [{ id: eventId, time }] }),
  }),
  "GET /api/v1/case-rules": anyMember("viewer"),
  "POST /api/v1/case-rules": members("analyst", {
    make: organisation,
    body: ({ organisationId }, site) => ({ organisationId, name: "a", entities: [site.label()] }),
    unseen: 403,
  }),
  "POST /api/v1/case-rules/preview": members("analyst", {
    make: organisation,
    body: ({ organisationId }) => ({ organisationId, entities: ["a"] }),
    unseen: 403,
  }),
  "PATCH /api/v1/case-rules/:id": members("analyst", {
    make: (site) => site.cases.caseRule(),
    body: () => ({ name: "b" }),
  }),
  "GET /api/v1/evidence/:id/content": members("viewer", { make: evidence, answers: 200 }),
  "GET /api/v1/evidence/:id/custody": members("viewer", { make: evidence }),
};

const order = (site: Site) => site.orders.order();
const readers = [...from("viewer"), ...from("viewer", "centre")];
const workers = [...from("responder"), ...from("responder", "centre")];
/** By the ordered side; who ordered sees it, and is refused. */
const ORDERED = { allowed: from("responder"), refused: workers };
const ISSUER = { allowed: from("responder", "centre"), refused: workers };

export const ORDERS: Declarations = {
  "GET /api/v1/orders": anyMember("viewer"),
  // To one's own organisation; to others as a coordinator alone.
  "POST /api/v1/orders": members("responder", {
    make: organisation,
    body: ({ organisationId }, site) => ({
      organisationId,
      orderedId: organisationId,
      title: "a",
      measure: "a",
      reason: "a",
      deadline: { at: site.in(86_400_000) },
      timeZone: "UTC",
    }),
    unseen: 403,
  }),
  "GET /api/v1/orders/:id": members("viewer", { make: order, allowed: readers }),
  "GET /api/v1/orders/:id/evidence": members("viewer", { make: order, allowed: readers }),
  "POST /api/v1/orders/:id/evidence": members("responder", {
    ...ORDERED,
    make: (site) => site.orders.acknowledgedOrder(),
    query: named,
    body: () => BYTES,
  }),
  "POST /api/v1/orders/:id/acknowledge": members("responder", { ...ORDERED, make: order, body: () => ({}) }),
  "POST /api/v1/orders/:id/answers": members("responder", {
    ...ORDERED,
    make: (site) => site.orders.orderWithEvidence(),
    body: ({ evidenceId }) => ({ measure: "a", evidenceIds: [evidenceId] }),
  }),
  "POST /api/v1/orders/:id/refuse": members("responder", { ...ORDERED, make: order, body: because }),
  "POST /api/v1/orders/:id/extensions": members("responder", {
    ...ORDERED,
    make: order,
    body: (_, site) => ({ until: { at: site.in(172_800_000) }, reason: "a" }),
  }),
  // Of either side; this order names nothing that could be looked for.
  "POST /api/v1/orders/:id/checks": members("responder", {
    allowed: workers,
    make: (site) => site.orders.answeredOrder(),
    body: () => ({}),
    answers: 409,
  }),
  "POST /api/v1/orders/:id/review": members("responder", {
    ...ISSUER,
    make: (site) => site.orders.answeredOrder(),
    body: () => ({}),
  }),
  "POST /api/v1/orders/:id/accept": members("responder", {
    ...ISSUER,
    make: (site) => site.orders.reviewedOrder(),
    body: because,
  }),
  "POST /api/v1/orders/:id/return": members("responder", {
    ...ISSUER,
    make: (site) => site.orders.reviewedOrder(),
    body: because,
  }),
  "POST /api/v1/orders/:id/insist": members("responder", {
    ...ISSUER,
    make: (site) => site.orders.refusedOrder(),
    body: because,
  }),
  "POST /api/v1/orders/:id/withdraw": members("responder", { ...ISSUER, make: order, body: because }),
  "POST /api/v1/orders/:id/reopen": members("responder", {
    ...ISSUER,
    make: (site) => site.orders.acceptedOrder(),
    body: because,
  }),
  "POST /api/v1/orders/:id/extensions/:extensionId/decision": members("responder", {
    ...ISSUER,
    make: (site) => site.orders.orderWithExtension(),
    body: () => ({ isGranted: true, reason: "a" }),
  }),
};
