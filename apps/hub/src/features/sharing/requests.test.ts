// SPDX-License-Identifier: Apache-2.0
/** Requests to join a group and to see a record, through HTTP. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  ACCESS_REQUEST_RECEIPT,
  CASE_DETAIL,
  CREATED_KEY,
  SESSION,
  SHARING_GROUP_DETAIL,
  SHARING_REQUESTS,
} from "@fengsui/contract";
import { newId } from "../../platform/ids.ts";
import { type OrganisationId, type OrganisationRole, systemPrincipal } from "../../platform/records/index.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";
import { lookForRequested } from "./requests/look-for.ts";

let now = Date.parse("2026-11-30T08:00:00Z");
const clock = { now: () => new Date(now) };
let hub: TestHub;
before(async () => {
  hub = await startTestHub({ clock, environment: { FENGSUI_ROLES: "api,ingest" } });
});
after(async () => await hub[Symbol.asyncDispose]());
// What one test asks does not count against the next.
beforeEach(() => {
  now += 60 * 60_000;
});

interface Place {
  readonly id: OrganisationId;
  readonly browser: Browser;
  signInAgain(): Promise<unknown>;
}

async function aPlace(role: OrganisationRole = "manager"): Promise<Place> {
  const id = await anOrganisation(hub.records);
  const { browser, email, password } = await aSignedInPerson(hub, { roles: [[id, role]] });
  const signInAgain = async () => await browser.json("POST", "/api/v1/session", { email, password });
  return { id, browser, signInAgain };
}

async function requestsOf({ browser }: Place) {
  return SHARING_REQUESTS.parse(await browser.json("GET", "/api/v1/sharing-requests"));
}

/** As the hub's job does when it is nudged. */
const look = () => lookForRequested({ records: hub.records, clock }, new AbortController().signal);

async function refusal({ browser }: Place, path: string, body: unknown) {
  return (await problemOf(await browser.send("POST", path, body))).code;
}

async function aCase({ id, browser }: Place, sharing = {}) {
  const wanted = { organisationId: id, title: "Odd sign-ins", severity: "high", sharing };
  return CASE_DETAIL.parse(await browser.json("POST", "/api/v1/cases", wanted)).case;
}

async function ask({ id, browser }: Place, reference: string) {
  const body = { organisationId: id, reference, reason: "We see the same sign-ins" };
  const response = await browser.send("POST", "/api/v1/access-requests", body);
  assert.equal(response.status, 202);
  return ACCESS_REQUEST_RECEIPT.parse(await response.json());
}

const answer = ({ browser }: Place, id: string, word: string, reason = "") =>
  browser.send("POST", `/api/v1/access-requests/${id}/answer`, { answer: word, reason });

test("an organisation asks to join a group that it found; who runs it lets it in or refuses with a reason", async () => {
  const [owner, one, other] = [await aPlace(), await aPlace(), await aPlace()];
  const { group } = SHARING_GROUP_DETAIL.parse(
    await owner.browser.json("POST", "/api/v1/sharing-groups", {
      organisationId: owner.id,
      name: "Hospitals",
      isListed: true,
    }),
  );
  const path = `/api/v1/sharing-groups/${group.id}/requests`;
  for (const place of [one, other])
    await place.browser.json("POST", path, { organisationId: place.id, reason: "We run wards" });
  const again = { organisationId: one.id, reason: "Please" };
  assert.equal(await refusal(one, path, again), "sharing_request.exists");
  const { toAnswer } = await requestsOf(owner);
  assert.deepEqual(
    toAnswer.map(({ organisationId, reason, state }) => [organisationId, reason, state]).toSorted(),
    [
      [one.id, "We run wards", "asked"],
      [other.id, "We run wards", "asked"],
    ].toSorted(),
  );
  const idOf = (place: Place) =>
    toAnswer.find(({ organisationId }) => organisationId === place.id)?.id ?? assert.fail();
  const to = (place: Place) => `/api/v1/group-requests/${idOf(place)}/answer`;
  assert.equal(await refusal(one, to(one), { answer: "granted" }), "access.forbidden");
  assert.equal(await refusal(one, to(other), { answer: "granted" }), "sharing_request.not_found");
  await owner.browser.send("POST", to(one), { answer: "granted", isHidden: true });
  await owner.browser.send("POST", to(other), { answer: "refused", reason: "Not a hospital" });
  assert.equal(await refusal(owner, to(one), { answer: "refused" }), "sharing_request.answered");
  const answers = async (place: Place) =>
    (await requestsOf(place)).asked.map(({ state, answerReason }) => [state, answerReason]);
  assert.deepEqual(await answers(one), [["granted", ""]]);
  assert.deepEqual(await answers(other), [["refused", "Not a hospital"]]);
  const seen = SHARING_GROUP_DETAIL.parse(
    await one.browser.json("GET", `/api/v1/sharing-groups/${group.id}`),
  );
  assert.deepEqual(seen.group.ownMemberIds, [one.id]);
  assert.deepEqual((await requestsOf(await aPlace())).toAnswer, []);
});

test("who asks for a record cannot tell silence from a record that is not there, nor from one that nobody answers about", async () => {
  const [owner, asking] = [await aPlace(), await aPlace("analyst")];
  const shared = await aCase(owner);
  const red = await aCase(owner);
  const me = SESSION.parse(await owner.browser.json("GET", "/api/v1/session")).person.id;
  await owner.browser.json("PUT", `/api/v1/cases/${red.id}/sharing`, { marking: "red", personIds: [me] });
  const references = [
    `https://hub.example.org/cases/${shared.id}`,
    `https://hub.example.org/cases/${shared.id}?tab=notes`,
    red.id,
    "0198a9a1-0000-7000-8000-000000000000",
    "the case about sign-ins",
  ];
  const receipts: (string | undefined)[] = [];
  for (const reference of references) {
    const { askedAt, expiresAt } = await ask(asking, reference);
    receipts.push(`${askedAt} ${expiresAt}`);
  }
  assert.equal(new Set(receipts).size, 1);
  await look();
  const { toAnswer } = await requestsOf(owner);
  assert.equal(toAnswer.length, 2, "of RED nobody is asked");
  assert.equal((await answer(owner, toAnswer[0]?.id ?? "", "ignored")).status, 204);
  const shown = async () => {
    const { asked } = await requestsOf(asking);
    return new Set(
      asked.map((one) => {
        const { state, answerReason, answeredAt, subjectId } = one;
        return JSON.stringify({ state, answerReason, answeredAt, subjectId });
      }),
    );
  };
  assert.equal((await shown()).size, 1);
  now += 15 * 24 * 60 * 60_000;
  await asking.signInAgain();
  await owner.signInAgain();
  assert.deepEqual(
    [...(await shown())],
    [JSON.stringify({ state: "expired", answerReason: null, answeredAt: null, subjectId: null })],
  );
  const late = await problemOf(await answer(owner, toAnswer[1]?.id ?? "", "granted"));
  assert.equal(late.code, "sharing_request.answered");
});

test("the owner shares the record with who asked, or refuses with a reason, and nobody else hears of it", async () => {
  const [owner, asking, other] = [await aPlace(), await aPlace("analyst"), await aPlace()];
  const wanted = await aCase(owner);
  const granted = await ask(asking, wanted.id);
  await look();
  assert.deepEqual((await requestsOf(other)).toAnswer, []);
  assert.equal(
    (await problemOf(await answer(other, granted.id, "granted"))).code,
    "sharing_request.not_found",
  );
  const [petition] = (await requestsOf(owner)).toAnswer;
  assert.deepEqual(
    [petition?.organisationId, petition?.about, petition?.subjectId, petition?.reason],
    [asking.id, "Odd sign-ins", wanted.id, "We see the same sign-ins"],
  );
  assert.equal((await asking.browser.send("GET", `/api/v1/cases/${wanted.id}`)).status, 404);
  assert.equal((await answer(owner, granted.id, "granted", "With regards")).status, 204);
  assert.equal((await asking.browser.send("GET", `/api/v1/cases/${wanted.id}`)).status, 200);
  const { sharedWith } = CASE_DETAIL.parse(await owner.browser.json("GET", `/api/v1/cases/${wanted.id}`));
  assert.deepEqual(
    [sharedWith?.marking, sharedWith?.organisationIds],
    ["amber+strict", [asking.id]],
    "what was nobody's else goes no further than to who asked",
  );
  const [mine] = (await requestsOf(asking)).asked;
  assert.deepEqual([mine?.state, mine?.answerReason], ["granted", "With regards"]);

  const second = await aCase(owner);
  const refused = await ask(asking, second.id);
  await look();
  await answer(owner, refused.id, "refused", "It is with the police");
  const last = (await requestsOf(asking)).asked.find(({ id }) => id === refused.id);
  assert.deepEqual([last?.state, last?.answerReason], ["refused", "It is with the police"]);
  const entries = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audit_entries")
      .select(["action", "organisation_id"])
      .where("subject_id", "in", [granted.id, refused.id])
      .orderBy("at")
      .execute(),
  );
  assert.deepEqual(
    entries.map((entry) => [entry.action, entry.organisation_id]),
    [
      ["sharing_request.ask_for_access", asking.id],
      ["sharing_request.ask_for_access", asking.id],
      ["sharing_request.answer", owner.id],
    ],
    "what was granted is in the record as a case that was shared",
  );
});

test("who lets more see what was shared before proves to be there, and no key does it", async () => {
  const [owner, asking] = [await aPlace(), await aPlace()];
  const { group } = SHARING_GROUP_DETAIL.parse(
    await owner.browser.json("POST", "/api/v1/sharing-groups", {
      organisationId: owner.id,
      name: "Hospitals",
      isListed: true,
    }),
  );
  const wanted = await aCase(owner);
  const { id } = await ask(asking, wanted.id);
  await look();
  const join = { organisationId: asking.id, reason: "We run wards" };
  const path = `/api/v1/sharing-groups/${group.id}`;
  await asking.browser.json("POST", `${path}/requests`, join);
  const joining = (await requestsOf(owner)).toAnswer.find((one) => one.id !== id) ?? assert.fail();
  const key = { name: "a script", scopes: ["sharing:read", "sharing:write"], organisationIds: null };
  const expiresAt = new Date(now + 86_400_000);
  const { secret } = CREATED_KEY.parse(
    await owner.browser.json("POST", "/api/v1/keys", { ...key, expiresAt }),
  );
  const acts = [
    ["POST", `/api/v1/access-requests/${id}/answer`, { answer: "granted" }],
    ["POST", `/api/v1/group-requests/${joining.id}/answer`, { answer: "granted" }],
    ["PUT", `${path}/members/${asking.id}`, {}],
  ] as const;
  now += 11 * 60_000;
  for (const [method, to, body] of acts) {
    const headers = { authorization: `Bearer ${secret}` };
    const byKey = await problemOf(await hub.newBrowser().send(method, to, body, headers));
    assert.equal(byKey.code, "access.key_scope", to);
    const late = await problemOf(await owner.browser.send(method, to, body));
    assert.equal(late.code, "access.step_up_required", to);
  }
  assert.equal((await asking.browser.send("GET", `/api/v1/cases/${wanted.id}`)).status, 404);
  await owner.browser.json("PUT", `${path}/members/${owner.id}`, { isHidden: true });
  await owner.signInAgain();
  for (const [method, to, body] of acts.slice(0, 2))
    assert.equal((await owner.browser.send(method, to, body)).status, 204, to);
  assert.equal((await asking.browser.send("GET", `/api/v1/cases/${wanted.id}`)).status, 200);
});

test("an organisation has so many requests waiting, and no more", async () => {
  const asking = await aPlace("analyst");
  await asHub(hub.records, async (write) => {
    const { person_id } = await write
      .selectFrom("memberships")
      .select("person_id")
      .where("organisation_id", "=", asking.id)
      .executeTakeFirstOrThrow();
    const rows = Array.from({ length: 50 }, () => ({
      id: newId<"sharing-request">(clock),
      organisation_id: asking.id,
      asked_by: person_id,
      reference: "x",
      reason: "y",
      asked_at: clock.now(),
      expires_at: new Date(now + 1_000_000),
    }));
    await write.insertInto("access_requests").values(rows).execute();
  });
  const body = { organisationId: asking.id, reference: "z", reason: "y" };
  assert.equal(await refusal(asking, "/api/v1/access-requests", body), "sharing_request.limit");
});
