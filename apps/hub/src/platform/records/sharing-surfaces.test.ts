// SPDX-License-Identifier: Apache-2.0
/** The rule of who sees what at every door of a running hub: lists, searches, counts, exports, files and news. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HISTOGRAM, LIVE_NEWS, SITUATION, VALUES } from "@fengsui/contract";
import fc from "fast-check";
import { asHub } from "../../test-kit/records/index.ts";
import { idOfRecord, insertRecords } from "../../test-kit/sharing-rule/insert-records.ts";
import { Ids, insertWorld } from "../../test-kit/sharing-rule/insert-world.ts";
import { maySee, type Person, type World } from "../../test-kit/sharing-rule/rule.ts";
import { tellWorld } from "../../test-kit/sharing-rule/sentences.ts";
import { worlds } from "../../test-kit/sharing-rule/worlds.ts";
import { type Browser, LiveStream, startTestHub, type TestHub } from "../../test-kit/web/index.ts";
import { systemClock } from "../clock.ts";
import { createEventsClient } from "../events/client.ts";
import { newId, parseId } from "../ids.ts";
import { tell } from "../live/index.ts";
import { withClient } from "./connections.ts";

/** Known when it fails, so that it can be had again. */
const SEED = Number.parseInt(randomBytes(3).toString("hex"), 16);
const DAY_MS = 86_400_000;
const SPAN = {
  from: new Date(Date.now() - DAY_MS).toISOString(),
  to: new Date(Date.now() + DAY_MS).toISOString(),
};

/** Each record is asked for by every fourth reader. */
const READERS_IN_TURN = 4;

let hub: TestHub;
let folder: string;
let world: World;
const ids = new Ids();
/** The audience of each record. */
let audiences: ReadonlyMap<string, number>;
const readers: { readonly person: Person; readonly browser: Browser; readonly sees: readonly string[] }[] =
  [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "fengsui-sharing-"));
  hub = await startTestHub({ environment: { FENGSUI_DATA_DIR: folder } });
  world = aFullWorld();
  await load();
  for (const person of world.people.filter(hasAnywhereToRead)) {
    const sees = world.records.filter((record) => maySee(world, person, record).sees);
    readers.push({ person, browser: await signedIn(person), sees: sees.map(({ name }) => name).sort() });
  }
});

after(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** One in which many see something and nobody all of it. */
function aFullWorld(): World {
  const drawn = fc.sample(worlds, { numRuns: 60, seed: SEED });
  const fullness = (one: World) =>
    one.people.filter((person) => !person.isDisabled && person.memberOf.length > 0).length *
    one.records.length;
  return drawn.toSorted((one, other) => fullness(other) - fullness(one))[0] ?? assert.fail();
}

/** Pages are for people of an organisation: who is of none is asked at the database alone. */
function hasAnywhereToRead({ isDisabled, memberOf }: Person): boolean {
  const isOn = (name: string) => world.organisations.some((one) => one.name === name && !one.isDisabled);
  return !isDisabled && memberOf.some(({ organisation }) => isOn(organisation));
}

async function load(): Promise<void> {
  await withClient(hub.records.access.superuser, async (client) => {
    await client.query(
      `set session_replication_role = replica; ${insertWorld(world, ids)}; ${insertRecords()}`,
    );
    const { rows } = await client.query<{ id: number; fingerprint: string; organisation_id: string }>(
      "select id, fingerprint, organisation_id from audiences where fingerprint like 'Record %'",
    );
    audiences = new Map(rows.map(({ id, fingerprint }) => [fingerprint, id]));
    const events = createEventsClient({ kind: "embedded", socketPath: join(folder, "events/engine.sock") });
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    await events.insert({
      table: "events",
      format: "JSONEachRow",
      values: rows.map(({ id, fingerprint, organisation_id }) => ({
        event_id: crypto.randomUUID(),
        organisation_id,
        audience_id: id,
        source_id: organisation_id,
        "@timestamp": time,
        "event.ingested": time,
        "host.name": "everywhere",
        raw: JSON.stringify({ message: `common ${fingerprint}.` }),
      })),
    });
    await events.close();
  });
}

async function signedIn({ name }: Person): Promise<Browser> {
  const token = randomBytes(32).toString("base64url");
  const personId = parseId<"person">(ids.of(name)) ?? assert.fail(name);
  await asHub(hub.records, (write) =>
    write
      .insertInto("sessions")
      .values({
        id: newId<"session">(systemClock),
        person_id: personId,
        token_hash: createHash("sha256").update(token).digest(),
        expires_at: new Date(Date.now() + DAY_MS),
      })
      .execute(),
  );
  const browser = hub.newBrowser();
  const cookie = `fengsui=${token}`;
  const send = browser.send.bind(browser);
  browser.send = (method, path, body, headers, signal) =>
    send(method, path, body, { ...headers, cookie }, signal);
  return browser;
}

/** Which records a text speaks of: each names its own, with a full stop. */
function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/Record \d+(?=\.)/g)].map(([name]) => name))].sort();
}

async function textOf(browser: Browser, path: string): Promise<string> {
  const answer = await browser.send("GET", path);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text}`);
  return text;
}

const query = (parts: Readonly<Record<string, string>>) => new URLSearchParams(parts).toString();

const DOORS: Readonly<Record<string, string>> = {
  "the list of alerts": "/api/v1/alerts?limit=100",
  "the list of cases": "/api/v1/cases?limit=100",
  "the search of cases": `/api/v1/cases?${query({ limit: "100", text: "record" })}`,
  "the list of systems": "/api/v1/ledger/systems?limit=100",
  "the search of systems": `/api/v1/ledger/systems?${query({ limit: "100", text: "record" })}`,
  "the search of assets": `/api/v1/ledger/assets?${query({ limit: "100", text: "record" })}`,
  "the search of rules": `/api/v1/rules?${query({ limit: "100", text: "record" })}`,
  "the export of systems": "/api/v1/ledger/systems.csv",
  "the export of assets": "/api/v1/ledger/assets.csv",
  "the search of events": `/api/v1/events?${query({ ...SPAN, limit: "100" })}`,
  "the search of events by text": `/api/v1/events?${query({ ...SPAN, limit: "100", text: "common" })}`,
  "the search of events by field": `/api/v1/events?${query({ ...SPAN, limit: "100", field: "host.name=everywhere" })}`,
  "the export of events": `/api/v1/events/export?${query({ ...SPAN, format: "ndjson" })}`,
};

for (const [name, path] of Object.entries(DOORS))
  test(`${name} gives each reader what the rule gives`, async () => {
    for (const { person, browser, sees } of readers)
      assert.deepEqual(
        namesIn(await textOf(browser, path)),
        sees,
        `seed ${SEED}, ${person.name}${tellWorld(world)}`,
      );
  });

test("what is asked for by its id, and the content of evidence, is there or is not, by the rule", async () => {
  for (const [number, { person, browser, sees }] of readers.entries())
    for (const { name } of world.records.filter(
      (_, index) => index % READERS_IN_TURN === number % READERS_IN_TURN,
    )) {
      const expected = sees.includes(name) ? 200 : 404;
      const [theCase, content] = await Promise.all([
        browser.send("GET", `/api/v1/cases/${idOfRecord("case", name)}`),
        browser.send("GET", `/api/v1/evidence/${idOfRecord("evidence", name)}/content`),
      ]);
      const [caseText, contentText] = [await theCase.text(), await content.text()];
      assert.deepEqual(
        [theCase.status, content.status],
        [expected, expected],
        `seed ${SEED}, ${person.name}: ${name}`,
      );
      if (expected === 404) assert.deepEqual(namesIn(`${caseText}${contentText}`), []);
    }
});

test("counts, histograms and the figures of the overview count what the rule gives, and no more", async () => {
  for (const { person, browser, sees } of readers) {
    const [situation, histogram, values] = await Promise.all([
      browser.json("GET", `/api/v1/situation?${query({ ...SPAN, intervalMs: `${DAY_MS}` })}`),
      browser.json("GET", `/api/v1/events/histogram?${query({ ...SPAN, intervalMs: `${DAY_MS}` })}`),
      browser.json("GET", `/api/v1/events/values?${query({ ...SPAN, name: "host.name" })}`),
    ]);
    const { alerts, cases } = SITUATION.parse(situation);
    const told = {
      alerts: total(alerts.open),
      cases: total(cases.byState),
      events: total(HISTOGRAM.parse(histogram).buckets),
      values: total(VALUES.parse(values).values),
    };
    const all = sees.length;
    assert.deepEqual(
      told,
      { alerts: all, cases: all, events: all, values: all },
      `seed ${SEED}, ${person.name}`,
    );
  }
});

function total(parts: readonly { readonly count: number }[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

test("news of records reach the streams of those who see them, and no others", async () => {
  using streams = new DisposableStack();
  const open = await Promise.all(
    readers.map(async (reader) => ({
      ...reader,
      stream: streams.use((await LiveStream.open(reader.browser)).stream),
    })),
  );
  const organisationId = parseId<"organisation">(ids.of(world.organisations[0]?.name ?? "")) ?? assert.fail();
  const news = world.records.map(({ name }) => ({
    topic: "case.changed" as const,
    organisationId,
    audienceId: audiences.get(name) ?? assert.fail(name),
    ids: [idOfRecord("case", name)],
  }));
  const endings = readers.map(({ person }) => ({
    topic: "notification.changed" as const,
    organisationId,
    for: { personId: parseId<"person">(ids.of(person.name)) ?? assert.fail() },
    ids: [crypto.randomUUID()],
  }));
  await asHub(hub.records, (write) => tell(write, [...news, ...endings]));
  for (const { person, stream, sees } of open) {
    const heard: string[] = [];
    for (let event = await stream.next(); event.event === "case.changed"; event = await stream.next())
      heard.push(...LIVE_NEWS.parse(event.data).ids);
    const expected = sees.map((name) => idOfRecord("case", name));
    assert.deepEqual(heard.toSorted(), expected.toSorted(), `seed ${SEED}, ${person.name}`);
  }
});
