// SPDX-License-Identifier: Apache-2.0
import { anyMember, BYTES, type Declarations, members } from "../declare.ts";
import type { Site } from "../site.ts";

const list = (site: Site) => site.indicatorList();

export const INDICATORS: Declarations = {
  "GET /api/v1/indicators/lists": anyMember("viewer"),
  "POST /api/v1/indicators/lists": members("analyst", {
    make: async ({ id: organisationId }) => ({ organisationId }),
    body: ({ organisationId }, site) => ({ organisationId, title: site.label() }),
    unseen: 403,
  }),
  "GET /api/v1/indicators/lists/:id": members("viewer", { make: list }),
  "PATCH /api/v1/indicators/lists/:id": members("analyst", { make: list, body: () => ({ level: "low" }) }),
  "GET /api/v1/indicators/lists/:id/indicators": members("viewer", { make: list }),
  "POST /api/v1/indicators/lists/:id/import": members("analyst", { make: list, body: () => BYTES }),
  "POST /api/v1/indicators/lists/:id/remove": members("analyst", {
    make: list,
    body: () => ({ ids: ["1"] }),
  }),
  "GET /api/v1/indicators/lookup": anyMember("viewer", { query: () => ({ value: "192.0.2.1" }) }),
  "GET /api/v1/observables/sightings": anyMember("viewer", { query: () => ({ value: "192.0.2.1" }) }),
};
