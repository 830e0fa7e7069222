// SPDX-License-Identifier: Apache-2.0
import { CALLERS } from "../callers.ts";
import { BYTES, type Declarations, hubRoles, members, signedIn } from "../declare.ts";
import type { Site } from "../site.ts";

const EVERYBODY = { gate: "public", allowed: CALLERS } as const;
const NEVER = "00000000-0000-4000-8000-000000000000";
const nobody = async () => ({ id: NEVER });
/** What comes back on a way that nobody set out on. */
const lost = { body: () => ({ query: "state=enter.a" }), answers: 403 } as const;
const code = { body: () => ({ code: "123456" }), answers: 403 } as const;
const provider = (site: Site) => site.providers.provider();
const groupRole = (site: Site) => site.providers.groupRole();
const OF_THE_HUB = { mayBeForeign: { id: "a provider is the hub's, and no organisation's" } };

export const PROVIDERS: Declarations = {
  "GET /api/v1/sign-in/providers": EVERYBODY,
  // Only a page of the hub sets out, wherever to.
  "POST /api/v1/sign-in/providers/:id": { ...EVERYBODY, make: nobody, body: () => ({}), answers: 403 },
  "POST /api/v1/sign-in/return": { ...EVERYBODY, ...lost },
  "POST /api/v1/sign-in/code": { ...EVERYBODY, ...code },
  "POST /api/v1/sign-in/logout": { ...EVERYBODY, body: () => BYTES, answers: 400 },
  "GET /api/v1/session/identities": signedIn(),
  "POST /api/v1/session/identities/:id": signedIn({ allowed: [], make: nobody, unseen: 403 }),
  "POST /api/v1/session/identities": signedIn(lost),
  "DELETE /api/v1/session/identities/:id": signedIn({
    allowed: [],
    make: (site) => site.providers.identity(),
  }),
  "GET /api/v1/session/provider": signedIn(),
  "POST /api/v1/session/provider/sign-out": signedIn({ answers: 403 }),
  "GET /api/v1/identity-providers": hubRoles(["operator"]),
  "POST /api/v1/identity-providers": hubRoles(["operator"], {
    body: (_, site) => ({ name: "a", issuer: `https://${site.label()}.example.org`, clientId: "a" }),
  }),
  "PATCH /api/v1/identity-providers/:id": hubRoles(["operator"], {
    ...OF_THE_HUB,
    make: provider,
    body: () => ({ name: "b" }),
  }),
  "DELETE /api/v1/identity-providers/:id": hubRoles(["operator"], {
    ...OF_THE_HUB,
    make: (site) => site.providers.anotherProvider(),
  }),
  // Where it is, the hub calls nobody.
  "POST /api/v1/identity-providers/:id/check": hubRoles(["operator"], {
    ...OF_THE_HUB,
    make: provider,
    answers: 422,
  }),
  "POST /api/v1/identity-providers/:id/groups": hubRoles(["operator"], {
    ...OF_THE_HUB,
    make: provider,
    body: (_, site) => ({ group: site.label(), organisationId: site.id, role: "viewer" }),
  }),
  "GET /api/v1/group-roles": signedIn({ tellsAll: { operator: "who knows the provider proposes them all" } }),
  "POST /api/v1/group-roles/:id/acceptance": members("administrator", { make: groupRole }),
  "DELETE /api/v1/group-roles/:id": signedIn({
    make: groupRole,
    allowed: ["owner.administrator", "operator"],
  }),
};
