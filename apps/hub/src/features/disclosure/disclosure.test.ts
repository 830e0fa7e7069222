// SPDX-License-Identifier: Apache-2.0
/** What comes with sharing, through HTTP: shown before, explained, kept, widened by few, and taken back. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CASE_DETAIL,
  CREATED_KEY,
  EVIDENCE,
  type KeyScope,
  MEMBERS,
  READERS,
  RECALL_NOTICES,
  RECALLS,
  SERVICE_ACCOUNTS,
  SESSION,
  SHARING_PREVIEW,
  SHARING_REASON,
} from "@fengsui/contract";
import type { OrganisationId, OrganisationRole } from "../../platform/records/index.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";

const DAY_MS = 86_400_000;
let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Side {
  readonly id: OrganisationId;
  readonly browser: Browser;
}

async function aSide(role: OrganisationRole = "manager"): Promise<Side> {
  const id = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[id, role]] });
  return { id, browser };
}

async function aCase({ id, browser }: Side, title = "Odd behaviour"): Promise<string> {
  const body = { organisationId: id, title };
  return CASE_DETAIL.parse(await browser.json("POST", "/api/v1/cases", body)).case.id;
}

const sharingOf = (id: string) => `/api/v1/cases/${id}/sharing`;

function amber(...organisationIds: string[]) {
  return { marking: "amber", organisationIds };
}

async function preview({ browser }: Side, id: string, sharing: object) {
  const body = { of: { kind: "case", id }, sharing };
  return SHARING_PREVIEW.parse(await browser.json("POST", "/api/v1/sharing/preview", body));
}

async function codeOf(response: Promise<Response>): Promise<string> {
  return (await problemOf(await response)).code;
}

async function readersOf({ browser }: Side, id: string) {
  return READERS.parse(await browser.json("GET", `/api/v1/sharing/readers?kind=case&id=${id}`)).readers;
}

test("it is shown who will receive a record, and nobody else receives it unseen", async () => {
  const [owner, partner, other] = [await aSide(), await aSide(), await aSide()];
  const id = await aCase(owner);
  const shown = await preview(owner, id, amber(partner.id));
  assert.deepEqual(
    [shown.organisations, shown.people, shown.isWider, shown.isForEverybody],
    [1, 1, false, false],
  );
  assert.deepEqual(
    shown.gains.map(({ organisationId, via, people }) => [organisationId, via, people]),
    [[partner.id, "named", 1]],
  );
  const { fingerprint } = shown;
  const others = { ...amber(partner.id, other.id), fingerprint };
  assert.equal(await codeOf(owner.browser.send("PUT", sharingOf(id), others)), "sharing.recipients_changed");
  await aSignedInPerson(hub, { roles: [[partner.id, "viewer"]] });
  const late = owner.browser.send("PUT", sharingOf(id), { ...amber(partner.id), fingerprint });
  assert.equal(await codeOf(late), "sharing.recipients_changed");
  const again = await preview(owner, id, amber(partner.id));
  assert.equal(again.people, 2);
  await owner.browser.json("PUT", sharingOf(id), { ...amber(partner.id), fingerprint: again.fingerprint });

  const moved = await preview(owner, id, { ...amber(other.id), marking: "amber+strict" });
  assert.deepEqual(
    moved.loses.map(({ organisationId }) => organisationId),
    [partner.id],
  );
  assert.ok(moved.isWider);
  assert.ok((await preview(owner, id, { marking: "clear" })).isForEverybody);
  const body = { of: { kind: "case", id }, sharing: amber(other.id) };
  assert.equal(
    await codeOf(partner.browser.send("POST", "/api/v1/sharing/preview", body)),
    "access.forbidden",
  );
  assert.equal(await codeOf(other.browser.send("POST", "/api/v1/sharing/preview", body)), "case.not_found");
});

test("what was shared is widened by responders of its owner alone, for a reason; narrowed by its analysts", async () => {
  const [owner, partner, other] = [await aSide("manager"), await aSide(), await aSide()];
  const analyst = (await aSignedInPerson(hub, { roles: [[owner.id, "analyst"]] })).browser;
  const id = await aCase(owner);
  await analyst.json("PUT", sharingOf(id), amber(partner.id));
  const wider: Record<string, object> = {
    another: { ...amber(partner.id, other.id) },
    green: { marking: "green" },
    clear: { marking: "clear" },
  };
  for (const [name, sharing] of Object.entries(wider)) {
    const refused = analyst.send("PUT", sharingOf(id), { ...sharing, reason: "they need it" });
    assert.equal(await codeOf(refused), "access.forbidden", name);
    assert.equal(
      await codeOf(owner.browser.send("PUT", sharingOf(id), sharing)),
      "sharing.reason_needed",
      name,
    );
    assert.equal(await codeOf(partner.browser.send("PUT", sharingOf(id), sharing)), "access.forbidden", name);
  }
  await analyst.json("PUT", sharingOf(id), { ...amber(partner.id), marking: "amber+strict" });
  await analyst.json("PUT", sharingOf(id), {});
  // To take it back and share it anew is no way around.
  assert.equal(await codeOf(analyst.send("PUT", sharingOf(id), amber(partner.id))), "access.forbidden");
  await owner.browser.json("PUT", sharingOf(id), {
    ...amber(partner.id, other.id),
    reason: "they are hit, too",
  });
});

test("who does not exist is refused alike, whether a record was shared before or not", async () => {
  const [owner, partner] = [await aSide(), await aSide()];
  const [fresh, shared] = [await aCase(owner), await aCase(owner)];
  await owner.browser.json("PUT", sharingOf(shared), amber(partner.id));
  const { person } = SESSION.parse(await owner.browser.json("GET", "/api/v1/session"));
  const nobody = crypto.randomUUID();
  for (const id of [fresh, shared])
    for (const sharing of [amber(nobody), { marking: "red", personIds: [person.id, nobody] }]) {
      const { status, code, detail } = await problemOf(
        await owner.browser.send("PUT", sharingOf(id), { ...sharing, reason: "they need it" }),
      );
      assert.deepEqual([status, code, detail], [422, "http.invalid", "sharing: names who does not exist"]);
    }
});

test("who may ask is told why a person or an organisation sees a record, or does not", async () => {
  const [owner, partner, other] = [await aSide(), await aSide(), await aSide()];
  const viewer = await aSignedInPerson(hub, { roles: [[owner.id, "viewer"]] });
  const id = await aCase(owner);
  const ask = async (who: object) =>
    SHARING_REASON.parse(
      await owner.browser.json("POST", "/api/v1/sharing/reason", { subject: { kind: "case", id }, who }),
    );
  const said = async (who: object) => {
    const { sees, reason } = await ask(who);
    return [sees, reason];
  };
  assert.deepEqual(await said({ organisationId: partner.id }), [false, "not_shared"]);
  await owner.browser.json("PUT", sharingOf(id), amber(partner.id));
  assert.deepEqual(await said({ organisationId: partner.id }), [true, "named"]);
  assert.deepEqual(await said({ organisationId: other.id }), [false, "not_recipient"]);
  assert.deepEqual(await said({ organisationId: owner.id }), [true, "owner"]);
  assert.deepEqual(await said({ personId: viewer.id }), [true, "owner"]);
  assert.equal((await ask({ personId: viewer.id })).role, "viewer");
  await asHub(hub.records, (write) =>
    write.updateTable("people").set({ disabled_at: new Date() }).where("id", "=", viewer.id).execute(),
  );
  assert.deepEqual(await said({ personId: viewer.id }), [false, "disabled"]);
  const body = { subject: { kind: "case", id }, who: { organisationId: other.id } };
  assert.equal(
    await codeOf(partner.browser.send("POST", "/api/v1/sharing/reason", body)),
    "access.forbidden",
  );
  assert.equal(await codeOf(other.browser.send("POST", "/api/v1/sharing/reason", body)), "case.not_found");
});

test("who saw it is known by organisation and role; a recall tells them alone, and they acknowledge it", async () => {
  const [owner, partner, other] = [await aSide(), await aSide(), await aSide()];
  const reader = (await aSignedInPerson(hub, { roles: [[partner.id, "analyst"]] })).browser;
  const id = await aCase(owner, "Stolen passwords");
  await owner.browser.json("PUT", sharingOf(id), { ...amber(partner.id, other.id) });
  assert.deepEqual(await readersOf(owner, id), []);
  await owner.browser.json("GET", `/api/v1/cases/${id}`);
  await reader.json("GET", `/api/v1/cases/${id}/notes`);
  await reader.json("GET", "/api/v1/cases");
  await partner.browser.json("GET", "/api/v1/cases");
  assert.deepEqual(
    (await readersOf(owner, id))
      .map(({ organisationId, role, people }) => [organisationId, role, people])
      .sort(),
    [
      [partner.id, "analyst", 1],
      [partner.id, "manager", 1],
    ],
  );
  assert.equal(
    await codeOf(reader.send("GET", `/api/v1/sharing/readers?kind=case&id=${id}`)),
    "access.forbidden",
  );
  const path = `/api/v1/cases/${id}/recall`;
  assert.equal(await codeOf(partner.browser.send("POST", path, { reason: "not ours" })), "access.forbidden");
  const recalled = await owner.browser.json("POST", path, { reason: "It named a patient." });
  assert.equal(CASE_DETAIL.parse(recalled).case.marking, null);
  assert.equal(await codeOf(reader.send("GET", `/api/v1/cases/${id}`)), "case.not_found");

  const noticesOf = async (browser: Browser) =>
    RECALL_NOTICES.parse(await browser.json("GET", "/api/v1/sharing/recall-notices")).notices;
  assert.deepEqual(await noticesOf(other.browser), []);
  assert.deepEqual(await noticesOf(owner.browser), []);
  const [notice] = await noticesOf(reader);
  assert.deepEqual(
    [notice?.title, notice?.reason, notice?.acknowledgedAt],
    ["Stolen passwords", "It named a patient.", null],
  );
  const acknowledgement = `/api/v1/sharing/recall-notices/${notice?.id}/acknowledgement`;
  assert.equal(await codeOf(other.browser.send("POST", acknowledgement)), "sharing.recall_not_found");
  assert.equal((await reader.send("POST", acknowledgement)).status, 204);
  const entry = await asHub(hub.records, (write) =>
    write
      .selectFrom("audit_entries")
      .select("organisation_id")
      .where("action", "=", "recall.acknowledge")
      .where("subject_id", "=", notice?.id ?? "")
      .executeTakeFirstOrThrow(),
  );
  assert.equal(entry.organisation_id, partner.id, "and not of the owner, who is told of numbers");
  const { recalls } = RECALLS.parse(await owner.browser.json("GET", "/api/v1/sharing/recalls"));
  assert.deepEqual(
    recalls.map(({ answers }) => answers.map((one) => [one.organisationId, one.people, one.acknowledged])),
    [[[partner.id, 2, 1]]],
  );
  assert.equal(await codeOf(owner.browser.send("POST", path, { reason: "again" })), "sharing.not_shared");
});

/** A program of an organisation, and what it sends by its key. */
async function aProgram({ id, browser }: Side, scopes: readonly KeyScope[]) {
  const path = `/api/v1/organisations/${id}/service-accounts`;
  const made = await browser.json("POST", path, { name: "export", role: "analyst" });
  const [account] = SERVICE_ACCOUNTS.parse(made).accounts;
  const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
  const wanted = { name: "export", scopes, expiresAt };
  const { secret } = CREATED_KEY.parse(await browser.json("POST", `${path}/${account?.id}/keys`, wanted));
  const authorization = `Bearer ${secret}`;
  return async (method: string, url: string, body?: object) =>
    await hub.newBrowser().send(method, url, body, { authorization });
}

test("a program is nobody of those who receive or read: what it read is recalled from its administrators", async () => {
  const [owner, partner] = [await aSide(), await aSide("administrator")];
  const id = await aCase(owner);
  const byProgram = await aProgram(partner, ["cases:read", "sharing:read"]);
  const { people, recipients } = await preview(owner, id, amber(partner.id));
  assert.deepEqual([people, recipients.map((one) => one.people)], [1, [1]]);
  assert.equal(
    (await preview(owner, id, { marking: "green" })).recipients.find(
      (one) => one.organisationId === partner.id,
    )?.people,
    1,
  );
  await owner.browser.json("PUT", sharingOf(id), amber(partner.id));
  assert.equal((await byProgram("GET", `/api/v1/cases/${id}`)).status, 200);
  assert.deepEqual(
    (await readersOf(owner, id)).map((one) => [one.organisationId, one.people]),
    [[partner.id, 0]],
  );
  const members = MEMBERS.parse(
    await partner.browser.json("GET", `/api/v1/organisations/${partner.id}/people`),
  );
  assert.equal(members.people.length, 1);
  await owner.browser.json("POST", `/api/v1/cases/${id}/recall`, { reason: "It named a patient." });
  const noticesOf = async (response: Promise<Response>) =>
    RECALL_NOTICES.parse(await (await response).json()).notices.length;
  const path = "/api/v1/sharing/recall-notices";
  assert.equal(await noticesOf(byProgram("GET", path)), 1);
  assert.equal(await noticesOf(partner.browser.send("GET", path)), 1);
  const { recalls } = RECALLS.parse(await owner.browser.json("GET", "/api/v1/sharing/recalls"));
  assert.deepEqual(
    recalls.map(({ answers }) => answers.map((one) => [one.organisationId, one.people])),
    [[[partner.id, 1]]],
  );
});

test("who downloads the evidence of a case has read the case", async () => {
  const [owner, partner] = [await aSide(), await aSide()];
  const id = await aCase(owner);
  const added = await owner.browser.send("POST", `/api/v1/cases/${id}/evidence?name=a.txt`, "bytes", {
    "content-type": "application/octet-stream",
  });
  const evidence = EVIDENCE.parse(await added.json());
  await owner.browser.json("PUT", sharingOf(id), amber(partner.id));
  const path = `/api/v1/evidence/${evidence.id}/content?purpose=download`;
  assert.equal((await partner.browser.send("GET", path)).status, 200);
  assert.deepEqual(
    (await readersOf(owner, id)).map(({ organisationId, people, ways }) => [organisationId, people, ways]),
    [[partner.id, 1, ["export"]]],
  );
});
