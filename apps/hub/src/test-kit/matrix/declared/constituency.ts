// SPDX-License-Identifier: Apache-2.0
import { type CallerName, from } from "../callers.ts";
import { type Declaration, type Declarations, hubRoles, signedIn } from "../declare.ts";
import type { Site } from "../site.ts";

const organisation = async ({ id }: Site) => ({ id });
const claim = (site: Site) => site.claim();
const CONTACTS = "/api/v1/organisations/:id/contacts";
const CLAIMS = "/api/v1/organisations/:id/claims";
/** Whom it does not concern learns nothing, not even that there is something. */
const concerned = {
  make: organisation,
  allowed: [...from("viewer"), "coordinator"],
  unseen: 403,
  tellsAll: { coordinator: "a coordinator is told of those whom they coordinate" },
} satisfies Partial<Declaration>;
const keepers: readonly CallerName[] = ["owner.administrator", "coordinator"];

export const CONSTITUENCY: Declarations = {
  [`GET ${CONTACTS}`]: signedIn(concerned),
  [`PUT ${CONTACTS}`]: signedIn({
    make: organisation,
    allowed: keepers,
    unseen: 403,
    body: () => ({ contacts: [{ role: "incident", name: "a" }] }),
  }),
  [`GET ${CLAIMS}`]: signedIn({ ...concerned, make: claimed }),
  [`POST ${CLAIMS}`]: signedIn({
    make: organisation,
    allowed: ["owner.administrator"],
    unseen: 403,
    body: (_, site) => ({ kind: "asn", value: site.asn() }),
  }),
  [`DELETE ${CLAIMS}/:claimId`]: signedIn({ make: claim, allowed: keepers, unseen: 403 }),
  // An autonomous system is looked up nowhere.
  [`POST ${CLAIMS}/:claimId/check`]: signedIn({
    make: claim,
    allowed: keepers,
    unseen: 403,
    body: () => ({}),
  }),
  [`POST ${CLAIMS}/:claimId/confirm`]: hubRoles(["coordinator"], {
    make: claim,
    body: () => ({ note: "a" }),
  }),
  "GET /api/v1/constituency": hubRoles(["coordinator"], { query: () => ({ value: "AS64500" }) }),
};

/** With a claim to list. */
async function claimed(site: Site) {
  await site.claim();
  return { id: site.id };
}
