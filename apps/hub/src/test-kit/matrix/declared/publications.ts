// SPDX-License-Identifier: Apache-2.0
/** Publications, and the requests to publish on behalf of an organisation that is not to be known. */
import { from } from "../callers.ts";
import { anyMember, type Declarations, members } from "../declare.ts";
import { SECRET } from "../maker.ts";
import { newPublication } from "../publication-records.ts";
import type { Site } from "../site.ts";

const PATH = "/api/v1/publications";
const REQUESTS = "/api/v1/publication-requests";

const draft = (site: Site) => site.publications.draft();
const published = (site: Site) => site.publications.published();
const request = (site: Site) => site.publications.request();
const submitted = (site: Site) => site.publications.submittedRequest();
const change = () => ({
  ...newPublication(SECRET),
  text: "",
  techniques: [],
  observables: [],
  pap: null,
  version: 1,
});
const reason = () => ({ reason: SECRET });

export const PUBLICATIONS: Declarations = {
  [`GET ${PATH}`]: anyMember("viewer", {
    isOrderedByChance: "within an hour, so that the order tells nothing of the source",
  }),
  [`GET ${PATH}/:id`]: members("viewer", { make: published }),
  [`GET ${PATH}/:id/export`]: members("viewer", { make: published, answers: 200 }),
  [`POST ${PATH}`]: members("analyst", {
    make: async ({ id: organisationId }) => ({ organisationId }),
    body: ({ organisationId }) => ({ ...newPublication(SECRET), organisationId }),
    unseen: 403,
  }),
  // A draft is its author's alone, who is none of these.
  [`PUT ${PATH}/:id`]: members("analyst", { make: draft, allowed: [], body: change }),
  [`POST ${PATH}/:id/publish`]: members("responder", { make: draft, allowed: [], body: () => ({}) }),
  [`POST ${PATH}/:id/recall`]: members("responder", { make: published, body: reason }),
  [`GET ${REQUESTS}`]: anyMember("analyst"),
  [`POST ${REQUESTS}`]: members("manager", {
    make: async ({ id: sourceId, centre: publisherId }) => ({ sourceId, publisherId }),
    body: ({ sourceId, publisherId }) => ({ sourceId, publisherId, note: SECRET }),
    mayBeForeign: { publisherId: "who publishes is another organisation" },
    unseen: 403,
  }),
  [`POST ${REQUESTS}/:id/take`]: members("responder", {
    make: request,
    allowed: from("responder", "centre"),
    refused: from("manager"), // they asked for it
  }),
  // Its handler's alone.
  [`POST ${REQUESTS}/:id/submit`]: members("analyst", { make: submitted, allowed: [] }),
  [`GET ${REQUESTS}/:id/question`]: members("manager", {
    make: request,
    refused: from("manager", "centre"), // they may take it on
  }),
  [`POST ${REQUESTS}/:id/consent`]: members("manager", { make: submitted, body: () => ({ version: 1 }) }),
  [`POST ${REQUESTS}/:id/refusal`]: members("manager", { make: submitted, body: reason }),
};
