// SPDX-License-Identifier: Apache-2.0
/**
 * Routes that are here without a declaration, of signing in with a provider and of what organisations answer for: that
 * they ask for a session where they say so, `api.test.ts` knows; that they tell nothing of others, nobody has tried. A
 * new route does not belong here.
 */
export const PENDING: readonly string[] = [
  "GET /api/v1/sign-in/providers",
  "POST /api/v1/sign-in/providers/:id",
  "POST /api/v1/sign-in/return",
  "POST /api/v1/sign-in/code",
  "GET /api/v1/session/identities",
  "POST /api/v1/session/identities/:id",
  "POST /api/v1/session/identities",
  "DELETE /api/v1/session/identities/:id",
  "GET /api/v1/session/provider",
  "POST /api/v1/session/provider/sign-out",
  "GET /api/v1/identity-providers",
  "POST /api/v1/identity-providers",
  "PATCH /api/v1/identity-providers/:id",
  "DELETE /api/v1/identity-providers/:id",
  "POST /api/v1/identity-providers/:id/check",
  "GET /api/v1/group-roles",
  "POST /api/v1/identity-providers/:id/groups",
  "POST /api/v1/group-roles/:id/acceptance",
  "DELETE /api/v1/group-roles/:id",
  "GET /api/v1/organisations/:id/contacts",
  "PUT /api/v1/organisations/:id/contacts",
  "GET /api/v1/organisations/:id/claims",
  "POST /api/v1/organisations/:id/claims",
  "DELETE /api/v1/organisations/:id/claims/:claimId",
  "POST /api/v1/organisations/:id/claims/:claimId/check",
  "POST /api/v1/organisations/:id/claims/:claimId/confirm",
  "GET /api/v1/constituency",
];
