// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  draftOf,
  formOf,
  readOrganisationFilters,
  toOrganisationQuery,
  writeOrganisationFilters,
} from "./view.ts";

test("filters come back out of the address as they went in, and what is no filter is none", () => {
  const centre = "01a22b77-c800-75ba-85a2-9b7e29dda961";
  const search = { text: "水", sector: "water", kind: "operator", centre };
  assert.deepEqual(writeOrganisationFilters(readOrganisationFilters(search)), search);
  assert.deepEqual(writeOrganisationFilters(readOrganisationFilters({ sector: "moon", centre: "x" })), {});
  assert.equal(toOrganisationQuery(readOrganisationFilters(search)).centreId, centre);
});

test("a form says no more than was filled in, and of the centre only where one may", () => {
  const draft = {
    ...draftOf(undefined),
    name: " Harbour ",
    region: " ",
  };
  const form = formOf(draft, false);
  assert.deepEqual([form.name, form.region], ["Harbour", null]);
  assert.ok(!("centreId" in form));
  assert.equal(formOf(draft, true).centreId, null);
});
