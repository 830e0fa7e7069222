// SPDX-License-Identifier: Apache-2.0
/** Publications through HTTP: written, consented to, published, read, recalled; and nothing in them tells the source. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CASE_DETAIL,
  CONSENT_QUESTION,
  PUBLICATION_DETAIL,
  PUBLICATION_REQUEST,
  PUBLICATION_REQUESTS,
  PUBLICATIONS,
  SESSION,
} from "@fengsui/contract";
import { systemClock } from "../../platform/clock.ts";
import { newId, parseId } from "../../platform/ids.ts";
import {
  type OrganisationId,
  type OrganisationRole,
  unaudited,
  wholePerson,
} from "../../platform/records/index.ts";
import { signIn } from "../../test-kit/matrix/index.ts";
import { anOrganisation, aPerson } from "../../test-kit/records/index.ts";
import { type Browser, problemOf, startTestHub, type TestHub } from "../../test-kit/web/index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Side {
  readonly id: OrganisationId;
  readonly name: string;
  readonly browser: Browser;
}

async function aSide(name = `org ${crypto.randomUUID()}`, role: OrganisationRole = "manager"): Promise<Side> {
  const id = await anOrganisation(hub.records, name);
  return { id, name, browser: await aMember(id, role) };
}

/** So many that by their passwords they would be taken for somebody who guesses. */
async function aMember(id: OrganisationId, role: OrganisationRole): Promise<Browser> {
  return await signIn(hub, await aPerson(hub.records, { roles: [[id, role]] }));
}

const PATH = "/api/v1/publications";
const REQUESTS = "/api/v1/publication-requests";

const CONTENT = {
  title: "Phishing against payrolls",
  text: "Mails with a *payslip* lead to a false sign-in page.",
  severity: "high",
  techniques: ["T1566.002"],
  observables: [{ type: "domain-name", value: "payslip.example" }],
  pap: "amber",
};

async function codeOf(response: Promise<Response>): Promise<string> {
  return (await problemOf(await response)).code;
}

async function aDraft({ id, browser }: Side, reader: Side, wanted: object = {}) {
  const sharing = { marking: "amber", organisationIds: [reader.id] };
  const body = { organisationId: id, ...CONTENT, sharing, ...wanted };
  return PUBLICATION_DETAIL.parse(await browser.json("POST", PATH, body)).publication;
}

async function requestsOf({ browser }: Pick<Side, "browser">) {
  return PUBLICATION_REQUESTS.parse(await browser.json("GET", REQUESTS)).requests;
}

/** A case of the source that it shares with the publisher. */
async function aSharedCase(source: Side, publisher: Side): Promise<string> {
  const sharing = { marking: "amber", organisationIds: [publisher.id] };
  const body = { organisationId: source.id, title: "Our payroll was phished", sharing };
  return CASE_DETAIL.parse(await source.browser.json("POST", "/api/v1/cases", body)).case.id;
}

async function publishFor(source: Side, publisher: Side, reader: Side, text = CONTENT.text): Promise<string> {
  const { id } = await aDraft(publisher, reader, { text, caseId: await aSharedCase(source, publisher) });
  const request = (await requestsOf(publisher)).find((one) => one.publicationId === id) ?? assert.fail();
  await publisher.browser.json("POST", `${REQUESTS}/${request.id}/submit`);
  const question = CONSENT_QUESTION.parse(
    await source.browser.json("GET", `${REQUESTS}/${request.id}/question`),
  );
  const accepted = question.findings.map(({ found }) => found);
  await source.browser.json("POST", `${REQUESTS}/${request.id}/consent`, {
    version: question.version,
    accepted,
  });
  await publisher.browser.json("POST", `${PATH}/${id}/publish`, {});
  return id;
}

test("a draft is its author's alone; what is published is read by those it names, and recalled from them", async () => {
  const [publisher, reader, other] = [await aSide(), await aSide(), await aSide()];
  const colleague = await aMember(publisher.id, "administrator");
  const { id } = await aDraft(publisher, reader);
  for (const browser of [colleague, reader.browser, other.browser])
    assert.equal(await codeOf(browser.send("GET", `${PATH}/${id}`)), "publication.not_found");
  const published = PUBLICATION_DETAIL.parse(
    await publisher.browser.json("POST", `${PATH}/${id}/publish`, {}),
  );
  assert.match(published.publication.publishedAt ?? "", /:00:00\.000Z$/);
  const { publication, own } = PUBLICATION_DETAIL.parse(await reader.browser.json("GET", `${PATH}/${id}`));
  assert.deepEqual([publication.marking, publication.pap, own], ["amber", "amber", null]);
  assert.equal(await codeOf(other.browser.send("GET", `${PATH}/${id}`)), "publication.not_found");
  const markdown = await (await reader.browser.send("GET", `${PATH}/${id}/export?format=markdown`)).text();
  assert.match(markdown, /TLP:AMBER · PAP:AMBER/);
  const change = { ...CONTENT, sharing: { marking: "clear" }, version: 1 };
  assert.equal(
    await codeOf(publisher.browser.send("PUT", `${PATH}/${id}`, change)),
    "publication.wrong_state",
  );
  await publisher.browser.json("POST", `${PATH}/${id}/recall`, { reason: "It was another campaign." });
  assert.equal(await codeOf(reader.browser.send("GET", `${PATH}/${id}`)), "publication.not_found");
  const notices = await reader.browser.json("GET", "/api/v1/sharing/recall-notices");
  assert.match(JSON.stringify(notices), /another campaign/);
});

test("no publication is made from a RED case, of which the other managers of the source would learn", async () => {
  const [source, publisher, reader] = [await aSide(), await aSide(), await aSide()];
  const administrator = { browser: await aMember(source.id, "administrator") };
  const idOf = async ({ browser }: Side) =>
    SESSION.parse(await browser.json("GET", "/api/v1/session")).person.id;
  const personIds = [await idOf(source), await idOf(publisher)];
  const named = { organisationId: source.id, title: "An insider", sharing: { marking: "red", personIds } };
  const { id: caseId } = CASE_DETAIL.parse(await source.browser.json("POST", "/api/v1/cases", named)).case;
  const sharing = { marking: "amber", organisationIds: [reader.id] };
  const draft = { organisationId: publisher.id, ...CONTENT, sharing, caseId };
  assert.equal(await codeOf(publisher.browser.send("POST", PATH, draft)), "publication.red_source");
  const asked = { sourceId: source.id, publisherId: publisher.id, caseId, note: "Please." };
  assert.equal(await codeOf(source.browser.send("POST", REQUESTS, asked)), "publication.red_source");

  const handler_id = parseId<"person">(personIds[1] ?? "") ?? assert.fail();
  const request = {
    id: newId<"publication-request">(systemClock),
    organisation_id: source.id,
    publisher_id: publisher.id,
    case_id: parseId<"case">(caseId) ?? assert.fail(),
    asked_by: "publisher",
    handler_id,
    state: "drafting",
    created_by: handler_id,
    created_at: new Date(),
  } as const;
  const inserted = hub.records.transaction(wholePerson(handler_id), (tx) =>
    unaudited(tx, "a test of the database", (write) =>
      write.insertInto("publication_requests").values(request).execute(),
    ),
  );
  await assert.rejects(inserted, { code: "42501" }, "the database refuses it, too");
  assert.deepEqual(await requestsOf(administrator), []);
});

test("nothing of a source is published without its consent to exactly that", async () => {
  const [source, publisher, reader] = [await aSide("Northern Clinic"), await aSide(), await aSide()];
  const administrator = { browser: await aMember(source.id, "administrator") };
  const text = "The NORTHERN CLINIC lost passwords, by way of 192[.]0[.]2[.]7 and mx.clinic.example.";
  // Claimed is enough: it need not be proved to tell whose it is.
  for (const claim of [
    { kind: "network", value: "192.0.2.0/24" },
    { kind: "domain", value: "clinic.example" },
  ])
    await administrator.browser.json("POST", `/api/v1/organisations/${source.id}/claims`, claim);
  const caseId = await aSharedCase(source, publisher);
  const { id } = await aDraft(publisher, reader, { text, caseId });
  assert.equal(
    await codeOf(publisher.browser.send("POST", `${PATH}/${id}/publish`, {})),
    "publication.consent_needed",
  );
  const [request] = await requestsOf(publisher);
  const at = `${REQUESTS}/${request?.id}`;
  await publisher.browser.json("POST", `${at}/submit`);
  const question = CONSENT_QUESTION.parse(await source.browser.json("GET", `${at}/question`));
  assert.deepEqual(
    question.findings.map(({ found, kind }) => [found, kind]),
    [
      ["NORTHERN CLINIC", "organisation"],
      ["clinic.example", "address"],
      ["192[.]0[.]2[.]7", "address"],
    ],
  );
  assert.equal(
    await codeOf(source.browser.send("POST", `${at}/consent`, { version: 1 })),
    "publication.findings_open",
  );
  assert.equal(
    await codeOf(publisher.browser.send("POST", `${at}/consent`, { version: 1 })),
    "access.forbidden",
  );
  await source.browser.json("POST", `${at}/refusal`, { reason: "Leave our name out." });
  const change = { ...CONTENT, sharing: { marking: "amber", organisationIds: [reader.id] }, version: 1 };
  await publisher.browser.json("PUT", `${PATH}/${id}`, change);
  await publisher.browser.json("POST", `${at}/submit`);
  await source.browser.json("POST", `${at}/consent`, { version: 2 });
  // Another word after it, and it is asked for again.
  await publisher.browser.json("PUT", `${PATH}/${id}`, { ...change, title: "Payrolls", version: 2 });
  assert.equal(
    await codeOf(publisher.browser.send("POST", `${PATH}/${id}/publish`, {})),
    "publication.consent_needed",
  );
  await publisher.browser.json("POST", `${at}/submit`);
  await source.browser.json("POST", `${at}/consent`, { version: 3 });
  await publisher.browser.json("POST", `${PATH}/${id}/publish`, {});
  assert.equal((await reader.browser.send("GET", `${PATH}/${id}`)).status, 200);
});

test("a member asks its centre, one responder there takes it on, and nobody else there sees it from then on", async () => {
  const [source, centre, reader] = [await aSide(), await aSide(), await aSide()];
  const second = { browser: await aMember(centre.id, "administrator") };
  const analyst = { browser: await aMember(source.id, "analyst") };
  const wanted = { sourceId: source.id, publisherId: centre.id, note: "Warn the others, without us." };
  const asked = PUBLICATION_REQUEST.parse(await source.browser.json("POST", REQUESTS, wanted));
  const seen = async (side: Pick<Side, "browser">) => (await requestsOf(side)).map(({ id }) => id);
  assert.deepEqual(
    [await seen(centre), await seen(second), await seen(analyst)],
    [[asked.id], [asked.id], []],
  );
  await centre.browser.json("POST", `${REQUESTS}/${asked.id}/take`);
  assert.deepEqual([await seen(centre), await seen(second), await seen(reader)], [[asked.id], [], []]);
  assert.equal(
    await codeOf(second.browser.send("POST", `${REQUESTS}/${asked.id}/take`)),
    "publication.request_not_found",
  );
  const { id } = await aDraft(centre, reader, { requestId: asked.id });
  await centre.browser.json("POST", `${REQUESTS}/${asked.id}/submit`);
  await source.browser.json("POST", `${REQUESTS}/${asked.id}/consent`, { version: 1 });
  await centre.browser.json("POST", `${PATH}/${id}/publish`, {});
  assert.equal((await requestsOf(source)).find((one) => one.id === asked.id)?.state, "published");
});

interface World {
  readonly publisher: Side;
  readonly reader: Side;
  readonly id: string;
}

/** All that somebody is told who has no part in it; what is drawn by lot, and when it was read, by another name. */
async function toldTo(browser: Browser, { publisher, reader, id }: World): Promise<string> {
  const paths = [
    PATH,
    `${PATH}/${id}`,
    `${PATH}/${id}/export`,
    `${PATH}/${id}/export?format=markdown`,
    REQUESTS,
    `${REQUESTS}/${id}/question`,
    "/api/v1/sharing/recalls",
    "/api/v1/sharing/recall-notices",
  ];
  const answers: string[] = [];
  for (const path of paths) {
    const response = await browser.send("GET", path);
    const { headers, status } = response;
    answers.push(`${status} ${headers.get("content-disposition")} ${await response.text()}`);
  }
  return answers
    .join("\n")
    .replaceAll(id, "ID")
    .replaceAll(publisher.id, "PUBLISHER")
    .replaceAll(publisher.name, "Publisher")
    .replaceAll(reader.id, "READER")
    .replaceAll(/"requestId":"[^"]*"/g, "");
}

test("whoever the source is, everybody else is told the same, byte for byte", async () => {
  const told: string[] = [];
  for (const name of ["Southern Grid", "东方医院", "A'; drop table publications--"]) {
    const [source, publisher, reader] = [await aSide(name), await aSide(), await aSide()];
    const colleague = await aMember(publisher.id, "administrator");
    const id = await publishFor(source, publisher, reader, "Passwords were asked for.");
    const found = PUBLICATIONS.parse(await reader.browser.json("GET", PATH)).publications;
    assert.deepEqual(
      found.map((one) => one.id),
      [id],
    );
    assert.equal(id.at(14), "4", "an id that is drawn by lot, and not by time");
    const world = { publisher, reader, id };
    const answers = [await toldTo(reader.browser, world), await toldTo(colleague, world)].join("\n");
    for (const secret of [source.id, name]) assert.ok(!answers.includes(secret), secret);
    const entries = await hub.records.read({ kind: "system", job: "test" }, ({ read }) =>
      read.selectFrom("audit_entries").selectAll().where("organisation_id", "=", publisher.id).execute(),
    );
    assert.ok(entries.some(({ action }) => action === "publication.publish"));
    for (const secret of [source.id, name]) assert.ok(!JSON.stringify(entries).includes(secret), secret);
    told.push(answers);
  }
  assert.equal(new Set(told).size, 1);
});
