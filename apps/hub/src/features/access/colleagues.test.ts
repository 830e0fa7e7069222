// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { COLLEAGUES } from "@fengsui/contract";
import { anOrganisation } from "../../test-kit/records/index.ts";
import { aSignedInPerson, startTestHub } from "../../test-kit/web/index.ts";

test("one is told of the people of one's own organisations, and of nobody else", async () => {
  await using hub = await startTestHub();
  const [ours, theirs] = [await anOrganisation(hub.records), await anOrganisation(hub.records)];
  const me = await aSignedInPerson(hub, { roles: [[ours, "viewer"]] });
  const both = await aSignedInPerson(hub, {
    roles: [
      [ours, "analyst"],
      [theirs, "analyst"],
    ],
  });
  const stranger = await aSignedInPerson(hub, { roles: [[theirs, "analyst"]] });
  const { people } = COLLEAGUES.parse(await me.browser.json("GET", "/api/v1/colleagues"));
  assert.deepEqual(people.map(({ id }) => id).sort(), [me.id, both.id].sort());
  assert.ok(people.every(({ organisationIds }) => organisationIds.join() === ours));
  assert.ok(!JSON.stringify(people).includes(stranger.id));
});
