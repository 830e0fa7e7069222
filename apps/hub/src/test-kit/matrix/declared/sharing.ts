// SPDX-License-Identifier: Apache-2.0
import { from } from "../callers.ts";
import { anyMember, type Declarations, members, signedIn } from "../declare.ts";
import type { Site } from "../site.ts";

const group = (site: Site) => site.sharing.sharingGroup();
const groupAndOther = async (site: Site) => ({
  ...(await site.sharing.sharingGroup()),
  organisationId: site.centre,
});
const membership = (site: Site) => site.sharing.sharingGroupWithMember();
const ANOTHER = { organisationId: "a member is another organisation" };
/** Of the centre's declaration that this organisation is its client. */
const client = (site: Site) => site.sharing.clientOfTheCentre();
const LISTED = { id: "a listed group is found by every organisation" };
const managers = [...from("manager"), ...from("manager", "centre")];

const aCase = (site: Site) => site.cases.case();
const nobody = async () => ({ id: crypto.randomUUID() });

export const SHARING: Declarations = {
  "POST /api/v1/sharing/preview": members("analyst", {
    make: aCase,
    body: ({ id }) => ({ of: { kind: "case", id }, sharing: { marking: "green" } }),
  }),
  "POST /api/v1/sharing/reason": members("manager", {
    make: aCase,
    body: ({ id }, site) => ({ subject: { kind: "case", id }, who: { organisationId: site.id } }),
  }),
  "GET /api/v1/sharing/readers": members("manager", {
    make: aCase,
    query: ({ id = "" }) => ({ kind: "case", id }),
  }),
  "GET /api/v1/sharing/recalls": anyMember("responder"),
  "GET /api/v1/sharing/recall-notices": signedIn(),
  // Nobody here was told of one: who was, disclosure.test.ts knows.
  "POST /api/v1/sharing/recall-notices/:id/acknowledgement": signedIn({ allowed: [], make: nobody }),
  "GET /api/v1/sharing-groups": anyMember("viewer"),
  "GET /api/v1/sharing-groups/:id": members("viewer", { make: group }),
  "POST /api/v1/sharing-groups": members("manager", {
    make: async ({ id: organisationId }) => ({ organisationId }),
    body: ({ organisationId }, site) => ({ organisationId, name: site.label() }),
    unseen: 403,
  }),
  "PATCH /api/v1/sharing-groups/:id": members("manager", { make: group, body: () => ({ mayPassOn: true }) }),
  "POST /api/v1/sharing-groups/:id/closure": members("manager", { make: group }),
  "PUT /api/v1/sharing-groups/:id/members/:organisationId": members("manager", {
    make: groupAndOther,
    body: () => ({ isHidden: true }),
    mayBeForeign: ANOTHER,
  }),
  "DELETE /api/v1/sharing-groups/:id/members/:organisationId": members("manager", {
    make: membership,
    allowed: managers, // a member may leave
    mayBeForeign: ANOTHER,
  }),
  "GET /api/v1/organisations/:id/clients": members("viewer", {
    make: async ({ id }) => ({ id }),
    unseen: 403,
  }),
  "POST /api/v1/organisations/:id/clients": members("manager", {
    make: (site) => site.sharing.formerClient(),
    body: ({ clientId }) => ({ clientId }),
    mayBeForeign: { clientId: "a client is another organisation" },
    unseen: 403,
  }),
  "PUT /api/v1/organisation-clients/:id/confirmation": members("manager", {
    make: client,
    refused: managers,
    body: () => ({}),
  }),
  "GET /api/v1/sharing-requests": anyMember("analyst"),
  "GET /api/v1/sharing/figures": anyMember("viewer"),
  "POST /api/v1/sharing-groups/:id/requests": members("manager", {
    make: (site) => site.sharing.listedGroup(),
    body: (_ids, site) => ({ organisationId: site.id, reason: "we run wards" }),
    mayBeForeign: LISTED,
    unseen: 403,
  }),
  "POST /api/v1/group-requests/:id/answer": members("manager", {
    make: (site) => site.sharing.groupRequest(),
    refused: from("manager", "centre"), // who asked
    body: () => ({ answer: "refused" }),
  }),
  "POST /api/v1/access-requests": members("analyst", {
    make: async ({ id: organisationId }) => ({ organisationId }),
    body: ({ organisationId }) => ({ organisationId, reference: "a link", reason: "we see it, too" }),
    unseen: 403,
  }),
  "POST /api/v1/access-requests/:id/answer": members("manager", {
    make: async (site) => await site.sharing.accessRequest((await site.cases.case())["id"] ?? ""),
    body: () => ({ answer: "ignored" }),
  }),
  "POST /api/v1/organisation-clients/:id/end": members("manager", { make: client, allowed: managers }),
};
