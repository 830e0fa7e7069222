// SPDX-License-Identifier: Apache-2.0
/** Cases that were merged or split and have not the same audience, through HTTP. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CASE_DETAIL, CASE_TASK, TIMELINE } from "@fengsui/contract";
import type { OrganisationId, PersonId } from "../../platform/records/index.ts";
import { anOrganisation } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";

interface Person {
  readonly id: PersonId;
  readonly browser: Browser;
}

let hub: TestHub;
let organisationId: OrganisationId;
let responder: Person;
let administrator: Person;
let partner: Person;

before(async () => {
  hub = await startTestHub();
  organisationId = await anOrganisation(hub.records);
  const elsewhere = await anOrganisation(hub.records);
  responder = await aSignedInPerson(hub, { roles: [[organisationId, "responder"]] });
  administrator = await aSignedInPerson(hub, { roles: [[organisationId, "administrator"]] });
  partner = await aSignedInPerson(hub, { roles: [[elsewhere, "analyst"]] });
});
after(async () => await hub[Symbol.asyncDispose]());

const GREEN = { marking: "green" };
const red = () => ({ marking: "red", personIds: [responder.id] });

async function post(path: string, body: object) {
  return CASE_DETAIL.parse(await responder.browser.json("POST", `/api/v1/cases${path}`, body)).case;
}

async function aCase(sharing: object) {
  return (await post("", { organisationId, title: "Odd behaviour", sharing })).id;
}

async function caseAt({ browser }: Person, id: string) {
  return CASE_DETAIL.parse(await browser.json("GET", `/api/v1/cases/${id}`)).case;
}

async function timelineOf({ browser }: Person, id: string, query = "") {
  return TIMELINE.parse(await browser.json("GET", `/api/v1/cases/${id}/timeline${query}`)).entries;
}

/** All that the hub says to somebody about a case. */
async function toldAbout(id: string, to: Person): Promise<string> {
  const refused = await to.browser.send("POST", `/api/v1/cases/${id}/reopen`, { reason: "x" });
  return JSON.stringify([
    await to.browser.json("GET", `/api/v1/cases/${id}`),
    await to.browser.json("GET", "/api/v1/cases?withMerged=true"),
    await timelineOf(to, id),
    await problemOf(refused),
  ]);
}

for (const isIntoRed of [true, false])
  test(`who does not see the RED one of two merged cases is told that there was a merge, and no more: ${isIntoRed ? "into" : "from"} it`, async () => {
    const reason = `About the insider ${isIntoRed}.`;
    const [seenId, redId] = [await aCase(GREEN), await aCase(red())];
    const [from, into] = isIntoRed ? [seenId, redId] : [redId, seenId];
    const keepsQuiet = async () => {
      for (const each of [partner, administrator]) {
        const text = await toldAbout(seenId, each);
        assert.ok(!text.includes(redId) && !text.includes(reason), text);
      }
    };
    await post(`/${from}/merge`, { intoId: into, reason });
    assert.equal((await caseAt(responder, from)).mergedIntoId, into);
    const shown = await caseAt(partner, seenId);
    assert.deepEqual([shown.isMerged, shown.mergedIntoId], [isIntoRed, null]);
    const [entry] = await timelineOf(partner, seenId, "?kind=case.merged");
    assert.deepEqual([entry?.subjectId, entry?.detail], [null, { [isIntoRed ? "into" : "from"]: null }]);
    await keepsQuiet();
    await post(`/${from}/unmerge`, { reason });
    await keepsQuiet();
    const both = await timelineOf(responder, seenId, "?kind=case.merged&kind=case.unmerged");
    assert.deepEqual(
      both.map(({ subjectId, detail }) => [subjectId, detail["reason"]]),
      [
        [redId, reason],
        [redId, reason],
      ],
    );
  });

test("what a case was split into is told for as long as one sees that, too", async () => {
  const id = await aCase(GREEN);
  const { browser } = responder;
  const task = CASE_TASK.parse(await browser.json("POST", `/api/v1/cases/${id}/tasks`, { title: "ask" }));
  const reason = "The insider.";
  const made = await post(`/${id}/split`, { title: "Another matter", reason, taskIds: [task.id] });
  const told = async () =>
    (await timelineOf(partner, id, "?kind=case.split")).map((entry) => [entry.subjectId, entry.detail]);
  assert.deepEqual(await told(), [[made.id, { into: made.id, reason }]]);
  await browser.json("PUT", `/api/v1/cases/${made.id}/sharing`, red());
  assert.deepEqual(await told(), [[null, { into: null }]]);
});
