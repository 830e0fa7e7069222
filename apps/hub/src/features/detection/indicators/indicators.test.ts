// SPDX-License-Identifier: Apache-2.0
/** Indicators through HTTP, on real stores: lists, matches as events come, and what came before. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import {
  ALERT_EVIDENCE,
  ALERTS,
  INDICATOR_LIST,
  INDICATOR_LISTS,
  INDICATOR_LOOKUP,
  INDICATORS,
  INDICATORS_IMPORTED,
  RETROSPECTIONS,
  type Retrospection,
  RULE_FIGURES,
  SIGHTINGS,
} from "@fengsui/contract";
import { asHub } from "../../../test-kit/records/index.ts";
import { aRule } from "../../../test-kit/records/shared-world.ts";
import {
  anEquippedOrganisation,
  aSignedInPerson,
  type Browser,
  deliver,
  type EquippedOrganisation,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";

let hub: TestHub;
before(async () => {
  hub = await startTestHub({ environment: { FENGSUI_RETROSPECTION_WAIT_SECONDS: "0" } });
});
after(async () => await hub[Symbol.asyncDispose]());

class Organisation {
  readonly id: EquippedOrganisation["id"];
  readonly browser: Browser;
  readonly #equipped: EquippedOrganisation;

  private constructor(equipped: EquippedOrganisation) {
    this.id = equipped.id;
    this.browser = equipped.browser;
    this.#equipped = equipped;
  }

  static async make(): Promise<Organisation> {
    return new Organisation(await anEquippedOrganisation(hub, { hubRole: "operator" }));
  }

  async ingest(...lines: readonly object[]): Promise<void> {
    await this.ingestAt(hub, ...lines);
  }

  async ingestAt(ofHub: Pick<TestHub, "address">, ...lines: readonly object[]): Promise<void> {
    assert.equal((await deliver(ofHub, this.#equipped, lines)).accepted, lines.length);
  }

  async list(title: string, more: object = {}): Promise<string> {
    const made = await this.browser.json("POST", "/api/v1/indicators/lists", {
      organisationId: this.id,
      title,
      ...more,
    });
    return INDICATOR_LIST.parse(made).id;
  }

  async import(id: string, feed: string, query = "") {
    const path = `/api/v1/indicators/lists/${id}/import?${query}`;
    const answer = await this.browser.send("POST", path, feed, { "content-type": "text/plain" });
    assert.equal(answer.status, 200);
    return INDICATORS_IMPORTED.parse(await answer.json());
  }

  async indicators(id: string) {
    return INDICATORS.parse(await this.browser.json("GET", `/api/v1/indicators/lists/${id}/indicators`))
      .indicators;
  }

  async values(id: string): Promise<readonly string[]> {
    return (await this.indicators(id)).map(({ value }) => value).sort();
  }

  async alerts() {
    return ALERTS.parse(await this.browser.json("GET", "/api/v1/alerts?limit=500")).alerts;
  }

  async matchesOf(alertId: string | undefined) {
    return ALERT_EVIDENCE.parse(await this.browser.json("GET", `/api/v1/alerts/${alertId}`)).matches;
  }

  /** Does it, and waits for the pass that comes of it. */
  async untilLookedBack(act: () => Promise<unknown>): Promise<Retrospection> {
    const { stream } = await LiveStream.open(this.browser);
    using _ = stream;
    const passes = async () =>
      RETROSPECTIONS.parse(await this.browser.json("GET", "/api/v1/retrospections")).retrospections;
    const before = new Set((await passes()).map(({ id }) => id));
    await act();
    for (;;) {
      const done = (await passes()).find(({ id, state }) => state === "done" && !before.has(id));
      if (done !== undefined) return done;
      await stream.nextOf("retrospection.changed");
    }
  }
}

function dns(query: string, minute: number, host = "ws1") {
  const time = new Date(Date.UTC(2026, 4, 1, 10, minute)).toISOString();
  return {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 22,
    Computer: host,
    EventRecordID: minute,
    "@timestamp": time,
    QueryName: query,
  };
}

test("an event that meets an indicator is an alert as it comes, and says which, and in which field", async () => {
  const org = await Organisation.make();
  const id = await org.list("Known bad", { level: "critical" });
  const taken = await org.import(id, "# a feed\n*.evil[.]example\nhxxp://bad.example/x\nnothing at all\n");
  assert.deepEqual(
    [taken.added, taken.notUnderstood, taken.examples],
    [2, 1, [{ at: "4", text: "nothing at all" }]],
  );
  await org.ingest(
    dns("www.EVIL.example.", 1),
    dns("evil.example", 2),
    dns("fine.example", 3),
    dns("evil.example", 4, "ws2"),
  );
  const alerts = await org.alerts();
  assert.deepEqual(
    alerts
      .map(({ title, level, entity, matchCount, isRetrospective, ruleId }) => [
        title,
        level,
        entity,
        matchCount,
        isRetrospective,
        ruleId === id,
      ])
      .sort(),
    [
      ["Known bad", "critical", "ws1", 2, false, true],
      ["Known bad", "critical", "ws2", 1, false, true],
    ],
  );
  const matches = await org.matchesOf(alerts.find(({ entity }) => entity === "ws1")?.id);
  assert.deepEqual(matches.map(({ fields }) => fields["QueryName"]).sort(), [
    "evil.example",
    "www.evil.example",
  ]);
  assert.ok(matches.every(({ fields }) => fields["indicator"] === "evil.example"));
});

test("what is added is looked back for, by what was ever seen, and only that", async () => {
  const org = await Organisation.make();
  await org.ingest(dns("evil.example", 1), dns("a.evil.example", 2), dns("fine.example", 3));
  const id = await org.list("Known bad");
  const exact = await org.untilLookedBack(() => org.import(id, "evil.example\nnever-seen.example\n"));
  assert.deepEqual(
    [exact.cause, exact.eventsSeen, exact.matchCount, exact.alertCount],
    ["indicators_changed", 1, 1, 1],
  );
  const below = await org.untilLookedBack(() => org.import(id, "*.evil.example\n"));
  assert.deepEqual([below.eventsSeen, below.matchCount], [2, 2]);
  const nothing = await org.untilLookedBack(() => org.import(id, "other.example\n"));
  assert.deepEqual([nothing.eventsSeen, nothing.matchCount], [0, 0]);
  const [alert, ...others] = await org.alerts();
  assert.deepEqual([alert?.matchCount, alert?.isRetrospective, others.length], [2, true, 0]);
});

test("live and in retrospect the same is found, whatever the kinds are", async () => {
  const feed = [
    "203.0.113.0/24",
    "2001:db8::/32",
    "ab".repeat(32),
    "hxxps://bad[.]example/a?b=1",
    "Evil.exe",
    "*.bad.example",
  ].join("\n");
  const events = [
    { ...dns("x", 1), EventID: 3, DestinationIp: "203.0.113.9" },
    { ...dns("x", 2), EventID: 3, DestinationIp: "2001:0DB8::1" },
    { ...dns("x", 3), EventID: 1, Hashes: `SHA256=${"AB".repeat(32)}`, Image: "c:\\temp\\EVIL.exe" },
    { ...dns("x", 4), url: { full: "https://BAD.example/a?b=1" } },
    { ...dns("sub.bad.example", 5) },
    { ...dns("fine.example", 6) },
  ];
  const [live, late] = [await Organisation.make(), await Organisation.make()];
  await live.import(await live.list("Bad"), feed);
  await live.ingest(...events);
  await late.ingest(...events);
  await late.untilLookedBack(async () => await late.import(await late.list("Bad"), feed));
  const found = async (org: Organisation) => {
    const [alert] = await org.alerts();
    return (await org.matchesOf(alert?.id)).map(({ time, fields }) => JSON.stringify([time, fields])).sort();
  };
  assert.equal((await found(live)).length, 5);
  assert.deepEqual(await found(late), await found(live));
});

test("a list is added to or replaced; what ends, ends by the time of the event; what is removed meets nothing more", async () => {
  const org = await Organisation.make();
  const id = await org.list("Feed");
  await org.import(id, "value,valid_until,note\na.example,2026-05-01T10:30:00Z,first\nb.example,,\n");
  const again = await org.import(id, "b.example\nc.example\nc.example\n");
  assert.deepEqual([again.added, again.unchanged, again.removed], [1, 1, 0]);
  assert.deepEqual(await org.values(id), ["a.example", "b.example", "c.example"]);
  await org.ingest(dns("a.example", 29), dns("a.example", 31), dns("b.example", 5));
  assert.deepEqual(
    (await org.alerts()).map(({ matchCount }) => matchCount),
    [2],
  );
  const replaced = await org.import(
    id,
    "c.example\nd.example\n",
    "mode=replace&note=daily&expiresAt=2030-01-01T00:00:00Z",
  );
  assert.deepEqual([replaced.added, replaced.changed, replaced.unchanged, replaced.removed], [1, 1, 0, 2]);
  await org.ingest(dns("b.example", 40), dns("d.example", 41));
  const [alert] = await org.alerts();
  assert.equal(alert?.matchCount, 3);
  const [newest] = await org.indicators(id);
  assert.deepEqual(
    [newest?.value, newest?.note, newest?.expiresAt],
    ["d.example", "daily", "2030-01-01T00:00:00.000Z"],
  );
  await org.browser.json("POST", `/api/v1/indicators/lists/${id}/remove`, { ids: [newest?.id] });
  await org.ingest(dns("d.example", 42));
  assert.equal((await org.alerts())[0]?.matchCount, 3);
  const list = INDICATOR_LIST.parse(await org.browser.json("GET", `/api/v1/indicators/lists/${id}`));
  assert.deepEqual([list.indicatorCount, list.lastImport?.mode, list.lastImport?.removed], [1, "replace", 2]);
  const back = await org.import(id, "b.example\n");
  assert.deepEqual([back.added, await org.values(id)], [1, ["b.example", "c.example"]]);
});

test("a list that is off finds nothing; switched on again, all of it is looked back for", async () => {
  const org = await Organisation.make();
  const id = await org.list("Feed");
  await org.untilLookedBack(() => org.import(id, "evil.example\n"));
  await org.browser.json("PATCH", `/api/v1/rules/${id}`, { isEnabled: false });
  await org.ingest(dns("evil.example", 1));
  assert.deepEqual(await org.alerts(), []);
  const pass = await org.untilLookedBack(() =>
    org.browser.json("PATCH", `/api/v1/rules/${id}`, { isEnabled: true }),
  );
  assert.deepEqual([pass.matchCount, pass.alertCount], [1, 1]);
});

test("lists are of their organisation, and those of the hub for all; others neither meet nor see them", async () => {
  const [one, other] = [await Organisation.make(), await Organisation.make()];
  const own = await one.list("Own");
  const shared = await one.list("Everybody's", { scope: "hub" });
  await one.import(own, "own.example\n");
  await one.import(shared, "shared.example\n");
  await other.ingest(dns("own.example", 1), dns("shared.example", 2));
  assert.deepEqual(
    (await other.alerts()).map(({ title }) => title),
    ["Everybody's"],
  );
  const { browser: viewer } = await aSignedInPerson(hub, { roles: [[other.id, "viewer"]] });
  const { lists } = INDICATOR_LISTS.parse(await viewer.json("GET", "/api/v1/indicators/lists"));
  assert.deepEqual(
    lists.map(({ title }) => title),
    ["Everybody's"],
  );
  assert.equal((await viewer.send("GET", `/api/v1/indicators/lists/${own}/indicators`)).status, 404);
  const lookUp = async (browser: Browser, value: string) =>
    INDICATOR_LOOKUP.parse(
      await browser.json("GET", `/api/v1/indicators/lookup?value=${value}`),
    ).indicators.map(({ listTitle }) => listTitle);
  assert.deepEqual(
    [await lookUp(viewer, "own[.]example"), await lookUp(viewer, "shared[.]example")],
    [[], ["Everybody's"]],
  );
  assert.deepEqual(await lookUp(one.browser, "OWN.example"), ["Own"]);
  const { browser: analyst } = await aSignedInPerson(hub, { roles: [[one.id, "analyst"]] });
  for (const act of ["import", "remove"] as const) {
    const refused = await analyst.send("POST", `/api/v1/indicators/lists/${shared}/${act}`, { ids: ["1"] });
    assert.equal((await problemOf(refused)).code, "access.forbidden");
  }
  await one.browser.json("PATCH", `/api/v1/rules/${shared}`, { isEnabled: false });
});

test("of a value is said what it meets, and whether it was ever seen", async () => {
  const org = await Organisation.make();
  const id = await org.list("Nets");
  await org.import(id, "198.51.100.0/24\n198.51.100.7\n*.evil.example\nevil.example\n");
  await org.ingest({ ...dns("x", 1), EventID: 3, DestinationIp: "198.51.100.7" }, dns("www.evil.example", 2));
  const meets = async (value: string) =>
    INDICATOR_LOOKUP.parse(
      await org.browser.json("GET", `/api/v1/indicators/lookup?value=${encodeURIComponent(value)}`),
    )
      .indicators.map(({ value: met, withSubdomains }) => `${withSubdomains ? "*." : ""}${met}`)
      .sort();
  assert.deepEqual(await meets("198.51.100[.]7"), ["198.51.100.0/24", "198.51.100.7"]);
  assert.deepEqual(await meets("a.www.evil.example"), ["*.evil.example"]);
  assert.deepEqual(await meets("evil.example"), ["*.evil.example", "evil.example"]);
  const seen = async (value: string) =>
    SIGHTINGS.parse(
      await org.browser.json("GET", `/api/v1/observables/sightings?value=${value}`),
    ).sightings.map(({ count, firstAt, organisationId }) => [count, firstAt, organisationId === org.id]);
  assert.deepEqual(await seen("hxxp://never.example"), []);
  assert.deepEqual(await seen("WWW.evil[.]example"), [[1, "2026-05-01T10:02:00.000Z", true]]);
  const refused = await org.browser.send("GET", "/api/v1/observables/sightings?value=what%20is%20this");
  assert.equal((await problemOf(refused)).code, "indicators.value_not_understood");
});

test("a feed that is compressed is read as what it was", async () => {
  const org = await Organisation.make();
  const id = await org.list("Packed");
  const feed = "evil.example\nbad.example\n";
  for (const [count, packed] of [
    [2, gzipSync(feed)],
    [0, zstdCompressSync(feed)],
  ] as const) {
    const path = `/api/v1/indicators/lists/${id}/import`;
    const headers = {
      cookie: org.browser.cookie,
      "x-csrf-token": org.browser.csrfToken ?? "",
      origin: org.browser.origin,
    };
    const answer = await fetch(new URL(path, hub.address), { method: "POST", headers, body: packed });
    assert.equal(INDICATORS_IMPORTED.parse(await answer.json()).added, count);
  }
  assert.deepEqual(await org.values(id), ["bad.example", "evil.example"]);
  const broken = gzipSync(feed.repeat(1000)).subarray(0, 40);
  const answer = await fetch(new URL(`/api/v1/indicators/lists/${id}/import`, hub.address), {
    method: "POST",
    headers: { cookie: org.browser.cookie, "x-csrf-token": org.browser.csrfToken ?? "" },
    body: broken,
  });
  assert.equal((await problemOf(answer)).code, "indicators.feed_unreadable");
});

test("of a list is counted, as of a rule, how many events it was asked about and how many met it", async () => {
  const org = await Organisation.make();
  const id = await org.list("Counted");
  await org.import(id, "evil.example\n");
  {
    await using ingest = await startTestHub({
      besides: hub.records,
      environment: { FENGSUI_ROLES: "ingest" },
    });
    await org.ingestAt(ingest, dns("evil.example", 1), dns("fine.example", 2), dns("evil.example", 3));
  }
  const { live } = RULE_FIGURES.parse(await org.browser.json("GET", `/api/v1/rules/${id}/figures`));
  assert.deepEqual([live.evaluated, live.candidates, live.matches], [3, 2, 2]);
});

test("a file that is no feed leaves the list as it was", async () => {
  const org = await Organisation.make();
  const id = await org.list("Feed");
  await org.import(id, "evil.example\n");
  for (const nothing of ["", "<html>502 Bad Gateway</html>", "\u001f\u008b what"]) {
    const path = `/api/v1/indicators/lists/${id}/import?mode=replace`;
    const answer = await org.browser.send("POST", path, nothing, { "content-type": "text/plain" });
    assert.equal((await problemOf(answer)).code, "indicators.feed_unreadable", nothing);
  }
  const broken = await org.browser.send(
    "POST",
    `/api/v1/indicators/lists/${id}/import?mode=replace`,
    '{\n"a":',
    { "content-type": "text/plain" },
  );
  assert.equal((await problemOf(broken)).code, "indicators.feed_unreadable");
  assert.deepEqual(await org.values(id), ["evil.example"]);
});

test("an end that no calendar has does no harm", async () => {
  const org = await Organisation.make();
  const id = await org.list("Feed");
  await org.import(
    id,
    "value,valid_until\na.example,9999-12-31T23:59:59-10:00\nb.example,-000100-01-01T00:00:00Z\nc.example,0000-01-01\n",
  );
  const ends = (await org.indicators(id)).map(({ value, expiresAt }) => `${value} ${expiresAt}`).sort();
  const early = "1970-01-01T00:00:00.000Z";
  assert.deepEqual(ends, ["a.example null", `b.example ${early}`, `c.example ${early}`]);
});

test("an indicator that is silenced does not silence what else an event meets", async () => {
  const org = await Organisation.make();
  const id = await org.list("Feed");
  await org.import(id, "noise.example\nevil.example\n");
  await org.browser.json("POST", "/api/v1/suppressions", {
    organisationId: org.id,
    ruleId: id,
    conditions: [{ field: "indicator", equals: "noise.example" }],
    reason: "noise",
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await org.ingest(dns("noise.example", 1, "ws1"), {
    ...dns("noise.example", 2, "ws2"),
    QueryResults: "type: 5 evil.example;",
  });
  assert.deepEqual(
    (await org.alerts()).filter((alert) => alert.suppressionId === null).map(({ entity }) => entity),
    ["ws2"],
  );
});

test("an organisation has so many lists and no more", async () => {
  const org = await Organisation.make();
  await asHub(hub.records, async (write) => {
    for (let index = 0; index < 500; index++) {
      const rule_id = await aRule(write, { owner: org.id, marking: null }, `list ${index}`);
      await write.insertInto("indicator_lists").values({ rule_id, organisation_id: org.id }).execute();
    }
  });
  const body = { organisationId: org.id, title: "One more" };
  const refused = await org.browser.send("POST", "/api/v1/indicators/lists", body);
  assert.equal((await problemOf(refused)).code, "indicators.too_many_lists");
});
