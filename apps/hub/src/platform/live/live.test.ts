// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { LiveTopic } from "@fengsui/contract";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  LiveStream,
  problemOf,
  startTestHub,
  startTestServer,
  type TestHub,
  VIEWER_TOKEN,
} from "../../test-kit/web/index.ts";
import { VIEWER } from "../../test-kit/web/test-server.ts";
import { newId } from "../ids.ts";
import { withClient } from "../records/connections.ts";
import { ensureAudience, type OrganisationId } from "../records/index.ts";
import { LiveFeed, liveRoutes, tell } from "./index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

const newItem = () => newId<"item">({ now: () => new Date() });

async function aViewer(organisation: OrganisationId) {
  return (await aSignedInPerson(hub, { roles: [[organisation, "viewer"]] })).browser;
}

interface Saying {
  readonly topic?: LiveTopic;
  readonly audienceId?: number;
  readonly ids?: readonly string[];
}

async function say(
  organisationId: OrganisationId,
  { topic = "source.changed", ids = [newItem()], ...rest }: Saying = {},
) {
  await asHub(hub.records, (write) => tell(write, [{ topic, organisationId, ids, ...rest }]));
  return ids;
}

test("news go to the viewers of their organisation and to nobody else", async () => {
  const ours = await anOrganisation(hub.records);
  const theirs = await anOrganisation(hub.records);
  const { stream, first } = await LiveStream.open(await aViewer(ours));
  using _ = stream;
  assert.equal(first.event, "hub.opened");
  await say(theirs);
  const ids = await say(ours);
  const { event, data } = await stream.next();
  assert.deepEqual([event, data], ["source.changed", { organisationId: ours, ids }]);
});

test("news of a record go to its audience: those it is shared with hear of it, its owner's others do not", async () => {
  const owner = await anOrganisation(hub.records);
  const friend = await anOrganisation(hub.records);
  const { id, browser } = await aSignedInPerson(hub, { roles: [[owner, "viewer"]] });
  const { stream: named } = await LiveStream.open(browser);
  const { stream: colleague } = await LiveStream.open(await aViewer(owner));
  const { stream: partner } = await LiveStream.open(await aViewer(friend));
  using _streams = new DisposableStack();
  for (const stream of [named, colleague, partner]) _streams.use(stream);
  const [red, amber] = await asHub(hub.records, async (write) => [
    await ensureAudience(write, { owner, marking: "red", people: [id] }),
    await ensureAudience(write, { owner, marking: "amber", organisations: [friend] }),
  ]);
  assert.ok(red !== undefined && amber !== undefined);
  const secret = await say(owner, { topic: "alert.raised", audienceId: red });
  const shared = await say(owner, { topic: "alert.changed", audienceId: amber });
  assert.deepEqual((await named.next()).data, { organisationId: owner, ids: secret });
  for (const stream of [named, colleague, partner])
    assert.deepEqual((await stream.next()).data, { organisationId: owner, ids: shared });
});

test("who leaves an organisation hears nothing more of it on a stream that is open", async () => {
  const left = await anOrganisation(hub.records);
  const kept = await anOrganisation(hub.records);
  const { id, browser } = await aSignedInPerson(hub, {
    roles: [
      [left, "viewer"],
      [kept, "viewer"],
    ],
  });
  const { stream } = await LiveStream.open(browser);
  using _ = stream;
  await asHub(hub.records, (write) =>
    write.deleteFrom("memberships").where("person_id", "=", id).where("organisation_id", "=", left).execute(),
  );
  await say(left);
  await say(kept);
  assert.deepEqual(await organisationOf(stream), kept);
});

async function organisationOf(stream: LiveStream): Promise<unknown> {
  const { data } = await stream.next();
  return typeof data === "object" && data !== null && "organisationId" in data
    ? data.organisationId
    : undefined;
}

test("a change that is rolled back is no news", async () => {
  const organisation = await anOrganisation(hub.records);
  const { stream } = await LiveStream.open(await aViewer(organisation));
  using _ = stream;
  const undone = asHub(hub.records, async (write) => {
    await tell(write, [{ topic: "rule.changed", organisationId: organisation, ids: [newItem()] }]);
    throw new Error("as the test wants it");
  });
  await assert.rejects(undone);
  await say(organisation);
  assert.equal((await stream.next()).event, "source.changed");
});

test("too much to name is told without names", async () => {
  const organisation = await anOrganisation(hub.records);
  const { stream } = await LiveStream.open(await aViewer(organisation));
  using _ = stream;
  const many = Array.from({ length: 400 }, newItem);
  await say(organisation, { ids: many });
  const { data } = await stream.next();
  assert.deepEqual(data, { organisationId: organisation, ids: many });
  await say(organisation, { ids: Array.from({ length: 1000 }, newItem) });
  assert.deepEqual((await stream.next()).data, { organisationId: organisation, ids: [] });
});

test("a reader that comes back gets what it missed; one from elsewhere is told to look anew", async () => {
  const organisation = await anOrganisation(hub.records);
  const browser = await aViewer(organisation);
  const opened = await LiveStream.open(browser);
  opened.stream[Symbol.dispose]();
  const missed = await say(organisation);
  const { stream } = await LiveStream.open(await aViewer(organisation)); // all of it has come when this has it
  using _other = stream;
  const back = await LiveStream.open(browser, opened.first.id);
  using _back = back.stream;
  assert.equal(back.first.event, "hub.opened");
  assert.deepEqual((await back.stream.next()).data, { organisationId: organisation, ids: missed });
  const elsewhere = await LiveStream.open(browser, `${newItem()}/1`);
  using _elsewhere = elsewhere.stream;
  assert.equal(elsewhere.first.event, "hub.refetch");
});

test("what one process of the hub does is heard at another", async () => {
  await using other = await startTestHub({ besides: hub.records, environment: { FENGSUI_ROLES: "api" } });
  const organisationId = await anOrganisation(hub.records);
  const { browser, email, password } = await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] });
  const there = other.newBrowser();
  await there.json("POST", "/api/v1/session", { email, password });
  const { stream } = await LiveStream.open(there);
  using _ = stream;
  await browser.json("POST", "/api/v1/sources", { organisationId, name: "dc1" });
  assert.equal((await stream.next()).event, "source.changed");
});

test("when the connection to the database was lost, readers are told to look anew", async () => {
  const organisation = await anOrganisation(hub.records);
  const { stream } = await LiveStream.open(await aViewer(organisation));
  using _ = stream;
  await withClient(hub.records.access.superuser, async (client) => {
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fengsui news' and datname = current_database()",
    );
  });
  assert.equal((await stream.next()).event, "hub.refetch");
  const ids = await say(organisation);
  assert.deepEqual((await stream.next()).data, { organisationId: organisation, ids });
});

const scopeOf = async ({ id }: { readonly id: string }) => ({
  personId: id,
  audienceIds: new Set<number>(),
  organisationIds: new Set<string>(),
  administeredIds: new Set<string>(),
});

test("a stream needs a session, and ends when the server closes", async () => {
  using feed = new LiveFeed({ scopeOf });
  await using server = await startTestServer(liveRoutes(feed));
  const anonymous = await server.browser.send("GET", "/api/v1/stream");
  assert.equal((await problemOf(anonymous)).code, "access.sign_in_required");
  const cookie = `fengsui=${VIEWER_TOKEN}`;
  const stream = await server.browser.send("GET", "/api/v1/stream", undefined, { cookie });
  assert.match(stream.headers.get("content-type") ?? "", /^text\/event-stream/);
  assert.match(stream.headers.get("content-security-policy") ?? "", /default-src 'self'/);
  const reading = stream.text();
  await server.http[Symbol.asyncDispose]();
  assert.match(await reading, /^: open\n\nid: \S+\nevent: hub\.opened\ndata: \{\}\n\n$/);
});

test("so many streams of one person, and no more", async () => {
  using feed = new LiveFeed({ scopeOf });
  await using server = await startTestServer(liveRoutes(feed));
  const open = () =>
    server.browser.send("GET", "/api/v1/stream", undefined, { cookie: `fengsui=${VIEWER_TOKEN}` });
  const streams = await Promise.all(Array.from({ length: 24 }, open));
  assert.equal((await open()).status, 429);
  for (const { body } of streams) await body?.cancel();
});

test("an open stream is kept alive, and ends with its session", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const sessions = new Map([[VIEWER_TOKEN, VIEWER]]);
  const authentication = { session: async (token: string) => sessions.get(token) };
  using feed = new LiveFeed({ scopeOf });
  await using server = await startTestServer(liveRoutes(feed), { authentication });
  const cookie = `fengsui=${VIEWER_TOKEN}`;
  const { body } = await server.browser.send("GET", "/api/v1/stream", undefined, { cookie });
  assert.ok(body);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await reader.read()).value ?? "", /^: open\n\n/);
  t.mock.timers.tick(15_000);
  const seen: string[] = [];
  while (!seen.join("").includes(": still here")) seen.push((await reader.read()).value ?? "");
  sessions.clear();
  t.mock.timers.tick(15_000);
  assert.equal((await reader.read()).done, true);
});
