// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invitation } from "@fengsui/contract";
import { byState, invitationLink, shownOrganisation } from "./view.ts";

test("the token of an invitation stands where no server sees it", () => {
  const link = new URL(invitationLink("https://hub.example", "a-B_9"));
  assert.deepEqual([link.pathname, link.search, link.hash], ["/invitation", "", "#token=a-B_9"]);
});

test("invitations that are open come first, then those that can be renewed", () => {
  const of = (state: Invitation["state"]): Invitation => ({
    id: "",
    organisationId: "",
    email: "",
    role: "viewer",
    state,
    invitedBy: "",
    createdAt: "",
    expiresAt: "",
    acceptedAt: null,
    revokedAt: null,
  });
  assert.deepEqual(
    byState([of("revoked"), of("accepted"), of("open"), of("expired")]).map(({ state }) => state),
    ["open", "expired", "accepted", "revoked"],
  );
});

test("the organisation that was chosen is shown, else one that one administers", () => {
  const [a, b] = [
    { id: "a", role: "viewer" },
    { id: "b", role: "administrator" },
  ];
  assert.equal(shownOrganisation([a, b], "a"), a);
  assert.equal(shownOrganisation([a, b], undefined), b);
  assert.equal(shownOrganisation([a], "of somebody else"), a);
  assert.equal(shownOrganisation([], undefined), undefined);
});
