// SPDX-License-Identifier: Apache-2.0
/** Evidence of cases through HTTP: files and pinned events, and who had them in hands. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import {
  CASE_DETAIL,
  CUSTODY,
  EVENTS_PAGE,
  EVIDENCE,
  EVIDENCE_LIST,
  PINNED,
  SHARING_GROUP_DETAIL,
  TIMELINE,
} from "@fengsui/contract";
import { systemClock } from "../../../platform/clock.ts";
import { newId, parseId } from "../../../platform/ids.ts";
import { type PersonId, unaudited, wholePerson } from "../../../platform/records/index.ts";
import { anOrganisation } from "../../../test-kit/records/index.ts";
import {
  aColleague,
  aSignedInPerson,
  aWatchedOrganisation,
  type Browser,
  deliverEvents,
  problemOf,
  startTestHub,
  type TestHub,
  type WatchedOrganisation,
} from "../../../test-kit/web/index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

async function aCase({ browser, id }: WatchedOrganisation): Promise<string> {
  const body = { organisationId: id, title: "Odd behaviour" };
  return CASE_DETAIL.parse(await browser.json("POST", "/api/v1/cases", body)).case.id;
}

async function upload(browser: Browser, caseId: string, query: string, bytes: Buffer): Promise<Response> {
  return await fetch(new URL(`/api/v1/cases/${caseId}/evidence?${query}`, hub.address), {
    method: "POST",
    headers: { cookie: browser.cookie, "x-csrf-token": browser.csrfToken ?? "", "content-type": "image/png" },
    body: new Uint8Array(bytes),
  });
}

test("a file is kept as it is, found by its hash, and its custody says who had it in hands", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const colleague = await aColleague(hub, organisation, "viewer");
  const caseId = await aCase(organisation);
  const bytes = randomBytes(2_500_000);
  const query =
    "name=%E6%88%AA%E5%9B%BE.png&mediaType=image/png&description=seen&occurredAt=2026-05-01T08:00:00%2B08:00";
  const answer = await upload(organisation.browser, caseId, query, bytes);
  assert.equal(answer.status, 201);
  const evidence = EVIDENCE.parse(await answer.json());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  assert.deepEqual(
    [evidence.name, evidence.byteCount, evidence.sha256, evidence.occurredAt],
    ["截图.png", bytes.length, sha256, "2026-05-01T00:00:00.000Z"],
  );
  const path = `/api/v1/evidence/${evidence.id}`;
  const content = await colleague.browser.send("GET", `${path}/content?purpose=view`);
  assert.match(content.headers.get("content-disposition") ?? "", /^attachment; filename\*=UTF-8''%E6/);
  assert.equal(content.headers.get("content-type"), "application/octet-stream");
  assert.ok(bytes.equals(Buffer.from(await content.arrayBuffer())));
  const { custody } = CUSTODY.parse(await organisation.browser.json("GET", `${path}/custody`));
  assert.deepEqual(
    custody.map(({ action, personId }) => [action, personId]),
    [
      ["added", organisation.personId],
      ["viewed", colleague.id],
    ],
  );
  const { entries } = TIMELINE.parse(
    await organisation.browser.json("GET", `/api/v1/cases/${caseId}/timeline`),
  );
  assert.equal(entries[0]?.kind, "evidence.added");
});

test("the same content is stored once in an organisation, in each for itself, and empty content is content", async () => {
  const [one, other] = [await aWatchedOrganisation(hub), await aWatchedOrganisation(hub)];
  const bytes = randomBytes(100);
  for (const [organisation, name] of [
    [one, "a"],
    [one, "b"],
    [other, "c"],
  ] as const)
    assert.equal(
      (await upload(organisation.browser, await aCase(organisation), `name=${name}`, bytes)).status,
      201,
    );
  const stored = await hub.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read
      .selectFrom("evidence_contents")
      .select("organisation_id")
      .where("sha256", "=", createHash("sha256").update(bytes).digest())
      .execute(),
  );
  assert.deepEqual(stored.map(({ organisation_id }) => organisation_id).sort(), [one.id, other.id].sort());
  const empty = await upload(one.browser, await aCase(one), "name=empty", Buffer.alloc(0));
  const { id } = EVIDENCE.parse(await empty.json());
  const content = await one.browser.send("GET", `/api/v1/evidence/${id}/content`);
  assert.equal((await content.arrayBuffer()).byteLength, 0);
});

test("evidence goes along where a case is split, and its custody says who took it", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const colleague = await aColleague(hub, organisation, "analyst");
  const caseId = await aCase(organisation);
  const [kept, taken] = await Promise.all(
    ["kept", "taken"].map(async (name) =>
      EVIDENCE.parse(
        await (await upload(organisation.browser, caseId, `name=${name}`, Buffer.from(name))).json(),
      ),
    ),
  );
  const split = (evidenceIds: readonly unknown[]) =>
    colleague.browser.send("POST", `/api/v1/cases/${caseId}/split`, {
      title: "Another matter",
      reason: "It is of another host.",
      evidenceIds,
    });
  const { case: made } = CASE_DETAIL.parse(await (await split([taken?.id])).json());
  const namesOf = async (id: string) =>
    EVIDENCE_LIST.parse(await organisation.browser.json("GET", `/api/v1/cases/${id}/evidence`)).evidence.map(
      ({ name }) => name,
    );
  assert.deepEqual([await namesOf(caseId), await namesOf(made.id)], [["kept"], ["taken"]]);
  const custody = await organisation.browser.json("GET", `/api/v1/evidence/${taken?.id}/custody`);
  assert.deepEqual(
    CUSTODY.parse(custody).custody.map(({ action, personId }) => [action, personId]),
    [
      ["added", organisation.personId],
      ["moved", colleague.id],
    ],
  );
  assert.equal((await problemOf(await split([taken?.id, kept?.id]))).code, "case.part_not_found");
  assert.deepEqual(await namesOf(caseId), ["kept"]);
});

test("custody names readers to their own organisation, and hidden ones not even as an organisation", async () => {
  const [owner, runner, bank, unrelated] = [
    await aWatchedOrganisation(hub),
    await aWatchedOrganisation(hub),
    await aWatchedOrganisation(hub),
    await anOrganisation(hub.records, "AAA, the first by name"),
  ];
  const hospital = await aWatchedOrganisation(hub);
  const groups = "/api/v1/sharing-groups";
  const made = await runner.browser.json("POST", groups, { organisationId: runner.id, name: "Region" });
  const sharingGroupId = SHARING_GROUP_DETAIL.parse(made).group.id;
  for (const [one, isHidden] of [
    [owner, false],
    [hospital, false],
    [bank, true],
  ] as const)
    await runner.browser.json("PUT", `${groups}/${sharingGroupId}/members/${one.id}`, { isHidden });
  const colleague = await aColleague(hub, owner, "viewer");
  const luo = await aSignedInPerson(hub, {
    roles: [
      [unrelated, "viewer"],
      [bank.id, "analyst"],
    ],
  });
  const caseId = await aCase(owner);
  const kept = await upload(owner.browser, caseId, "name=x", Buffer.from("x"));
  const evidenceId = parseId<"evidence">(EVIDENCE.parse(await kept.json()).id) ?? assert.fail();
  const path = `/api/v1/evidence/${evidenceId}`;
  await owner.browser.json("PUT", `/api/v1/cases/${caseId}/sharing`, {
    marking: "amber+strict",
    sharingGroupId,
  });
  for (const browser of [colleague.browser, luo.browser, hospital.browser])
    assert.equal((await browser.send("GET", `${path}/content`)).status, 200);
  const seenBy = async (browser: Browser) =>
    CUSTODY.parse(await browser.json("GET", `${path}/custody`)).custody.map((one) => [
      one.action,
      one.personId,
      one.organisationId,
    ]);
  const whole = [
    ["added", owner.personId, owner.id],
    ["downloaded", colleague.id, owner.id],
    ["downloaded", null, null],
    ["downloaded", null, hospital.id],
  ];
  assert.deepEqual(await seenBy(owner.browser), whole);
  assert.deepEqual(await seenBy(colleague.browser), whole);
  assert.deepEqual(await seenBy(luo.browser), [["downloaded", luo.id, bank.id]]);
  assert.deepEqual(await seenBy(bank.browser), [["downloaded", luo.id, bank.id]]);
  assert.deepEqual(await seenBy(hospital.browser), [["downloaded", hospital.personId, hospital.id]]);
  assert.deepEqual(await seenBy(runner.browser), [], "who runs the group is a reader like others");

  const rowsOf = (personId: PersonId) =>
    hub.records.read(wholePerson(personId), ({ read }) =>
      read.selectFrom("evidence_custody").select("acting_id").execute(),
    );
  assert.deepEqual(await rowsOf(luo.id), [{ acting_id: bank.id }], "nor does the table itself tell more");
  assert.deepEqual(await rowsOf(colleague.id), [{ acting_id: owner.id }, { acting_id: owner.id }]);
  const forUnrelated = hub.records.transaction(wholePerson(luo.id), async (tx) => {
    const evidence = await tx.read
      .selectFrom("evidence")
      .select(["id as evidence_id", "organisation_id", "audience_id"])
      .where("id", "=", evidenceId)
      .executeTakeFirstOrThrow();
    const read = { id: newId<"custody">(systemClock), action: "viewed", created_at: tx.now } as const;
    const by = { person_id: luo.id, acting_id: unrelated };
    await unaudited(tx, "a test of the database", (write) =>
      write
        .insertInto("evidence_custody")
        .values({ ...read, ...evidence, ...by })
        .execute(),
    );
  });
  await assert.rejects(forUnrelated, { code: "42501" }, "nor is it written in the name of another");
});

test("what is too large, from somebody who may not, or of a case of others, is refused", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const stranger = await aWatchedOrganisation(hub);
  const viewer = await aColleague(hub, organisation, "viewer");
  const caseId = await aCase(organisation);
  const codeOf = async (response: Promise<Response>) => (await problemOf(await response)).code;
  const large = Buffer.alloc(64 * 1024 * 1024 + 1);
  assert.equal(await codeOf(upload(organisation.browser, caseId, "name=large", large)), "http.too_large");
  const small = Buffer.from("x");
  assert.equal(await codeOf(upload(organisation.browser, caseId, "", small)), "http.invalid");
  assert.equal(await codeOf(upload(viewer.browser, caseId, "name=x", small)), "access.forbidden");
  assert.equal(await codeOf(upload(stranger.browser, caseId, "name=x", small)), "case.not_found");
  const kept = EVIDENCE.parse(await (await upload(organisation.browser, caseId, "name=x", small)).json());
  const foreign = stranger.browser.send("GET", `/api/v1/evidence/${kept.id}/content`);
  assert.equal(await codeOf(foreign), "evidence.not_found");
});

test("a pinned event is a copy with its raw text, in the timeline at its own time", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser } = organisation;
  await deliverEvents(hub, organisation, [{ host: "ws1", time: new Date("2026-05-01T10:01:00Z") }]);
  const range = "from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00Z";
  const { events } = EVENTS_PAGE.parse(await browser.json("GET", `/api/v1/events?${range}`));
  const caseId = await aCase(organisation);
  const path = `/api/v1/cases/${caseId}/events`;
  const wanted = { events: events.map(({ id, time }) => ({ id, time })) };
  const pinned = PINNED.parse(await browser.json("POST", path, wanted)).evidence;
  assert.deepEqual(
    pinned.map(({ kind, occurredAt, origin }) => [kind, occurredAt, origin["eventId"]]),
    [["event", "2026-05-01T10:01:00.000Z", events[0]?.id]],
  );
  const content = await browser.send("GET", `/api/v1/evidence/${pinned[0]?.id}/content`);
  assert.equal(await content.text(), events[0]?.raw);
  const { evidence } = EVIDENCE_LIST.parse(await browser.json("GET", `/api/v1/cases/${caseId}/evidence`));
  assert.equal(evidence.length, 1);
  const { entries } = TIMELINE.parse(await browser.json("GET", `/api/v1/cases/${caseId}/timeline`));
  assert.deepEqual(
    [entries[0]?.kind, entries[0]?.occurredAt],
    ["evidence.pinned", "2026-05-01T10:01:00.000Z"],
  );
  const stranger = await aWatchedOrganisation(hub);
  const foreign = stranger.browser.send("POST", `/api/v1/cases/${await aCase(stranger)}/events`, wanted);
  assert.equal((await problemOf(await foreign)).code, "event.not_found");
});
