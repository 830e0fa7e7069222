// SPDX-License-Identifier: Apache-2.0
/** A batch with any value that exists: good events are kept as they came, bad ones with the reason, and nobody falls over. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEAD_LETTERS, INGEST_ANSWER, REPLAYED, RULES } from "@fengsui/contract";
import fc from "fast-check";
import { anyEvent, BROKEN, NASTY_TEXTS } from "./test-kit/any-json.ts";
import { type DataFolder, freePort, HubProcess, newDataFolder } from "./test-kit/hub-process.ts";
import { Operator, problemOf, type SourceAccess } from "./test-kit/operator.ts";

let folder: DataFolder;
let hub: HubProcess;
let operator: Operator;

/** Matches every event of these tests, so that their values reach alerts, too. */
const RULE = `
title: Everything
id: 33333333-3333-4333-8333-333333333333
level: low
logsource: { product: any }
detection: { selection: { word: '*' }, condition: selection }
`;

const NAMED_RULE = `
title: Named
id: 33333333-3333-4333-8333-333333333334
level: low
logsource: { product: named }
detection: { selection: { named: true }, condition: selection }
`;

const PLAIN_EVENT = '{"word":"WORD"}';

before(async () => {
  folder = newDataFolder();
  hub = await HubProcess.start({ dataDir: folder.path, port: await freePort() });
  operator = await Operator.setUp(hub.origin, hub.setupToken);
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function post(path: string, key: string, body: Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, hub.origin), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson", ...headers },
    body: new Uint8Array(body),
  });
  const text = await response.text();
  assert.equal(response.status, 200, `${text}\n${hub.log.slice(-3).join("\n")}`);
  return JSON.parse(text);
}

async function deadLettersOf({ id }: SourceAccess) {
  const list = await operator.json("GET", `/api/v1/dead-letters?limit=500&sourceId=${id}`);
  const { deadLetters } = DEAD_LETTERS.parse(list);
  return deadLetters.toSorted((one, other) => one.position - other.position);
}

/** Of a long record the beginning is kept. */
async function requireLetters(source: SourceAccess, records: readonly Buffer[]): Promise<void> {
  const letters = await deadLettersOf(source);
  assert.equal(letters.length, records.length);
  for (const [index, { id, code, message, byteCount }] of letters.entries()) {
    const record = records[index] ?? Buffer.alloc(0);
    assert.ok(code.length > 0 && message.length > 0);
    assert.equal(byteCount, record.length);
    const response = await operator.send("GET", `/api/v1/dead-letters/${id}/bytes`);
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.ok(bytes.equals(record.subarray(0, 64 * 1024)));
    const replay = await operator.send("POST", `/api/v1/dead-letters/${id}/replay`);
    if (byteCount > bytes.length) assert.equal((await problemOf(replay)).code, "dead_letter.cut");
    else await requireReplayed(replay);
  }
}

/** Read again, it may be text: then it is an event. */
async function requireReplayed(replay: Response): Promise<void> {
  const { accepted, rejected } = REPLAYED.parse(await replay.json());
  assert.equal(accepted + rejected, 1);
}

let batches = 0;
let requests = 0;

test("of any batch, what is an event is found as it came, and the rest is in dead letters with the reason", async () => {
  await operator.addRule(RULE);
  let matches = 0;
  const events = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: anyEvent("WORD") },
      { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
    ),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(events, async (others) => {
      // A body that is `[1]` and nothing else is a JSON array, not a line.
      const lines = [PLAIN_EVENT, ...others];
      const word = `word${batches++}x`;
      const source = await operator.addSource(word);
      await operator.json("PATCH", `/api/v1/sources/${source.id}`, { logType: "any" });
      const bytes = lines.map((line) =>
        typeof line === "string" ? Buffer.from(line.replace("WORD", word)) : line,
      );
      const body = Buffer.concat(bytes.flatMap((line) => [line, Buffer.from("\n")]));
      const answer = INGEST_ANSWER.parse(await post("/ingest/v1/events", source.key, body));
      const good = lines.filter((line) => typeof line === "string").length;
      assert.deepEqual([answer.accepted, answer.duplicate, answer.rejected], [good, 0, lines.length - good]);
      const found = await operator.events({ sourceId: source.id, text: word });
      const sent = bytes.filter((_, index) => typeof lines[index] === "string").map(String);
      assert.deepEqual(found.map(({ raw }) => raw).sort(), sent.sort());
      await requireLetters(
        source,
        bytes.filter((_, index) => typeof lines[index] !== "string"),
      );
      matches += good;
    }),
    { numRuns: 20 },
  );
  const alerts = await operator.alerts();
  assert.equal(
    alerts.reduce((sum, { matchCount }) => sum + matchCount, 0),
    matches,
  );
});

test("whatever a host, an account, an address or a field is called, its matches are all in its alerts", async () => {
  await operator.addRule(NAMED_RULE);
  await operator.addRule(NAMED_RULE.replaceAll("3", "5"));
  const { rules } = RULES.parse(await operator.json("GET", "/api/v1/rules"));
  const rule = rules.find(({ title }) => title === "Named");
  await operator.json("PATCH", `/api/v1/rules/${rule?.id}`, { groupBy: "field:about.whom" });
  const source = await operator.addSource("names");
  await operator.json("PATCH", `/api/v1/sources/${source.id}`, { logType: "named" });
  const texts = [...NASTY_TEXTS, `${"x".repeat(489)}🜃`, `${"x".repeat(499)}🜃`, "İ".repeat(500)];
  const events = texts.flatMap((name) =>
    [{ Computer: name }, { user: name }, { src_ip: name }, { about: { whom: name } }].map((own) => ({
      named: true,
      ...own,
    })),
  );
  const body = events.map((event) => JSON.stringify(event)).join("\n");
  const answer = INGEST_ANSWER.parse(await post("/ingest/v1/events", source.key, Buffer.from(body)));
  assert.equal(answer.accepted, events.length);
  const alerts = (await operator.alerts()).filter(({ title }) => title === "Named");
  assert.equal(
    alerts.reduce((sum, { matchCount }) => sum + matchCount, 0),
    2 * events.length,
  );
});

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** Every place where a person's text goes in. */
function requestsWith(text: string): Request[] {
  const { organisationId } = operator;
  const inQuery = encodeURIComponent(text.toWellFormed());
  const period = "from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z";
  const suppression = { organisationId, ruleId: null, conditions: [{ field: text, equals: text }] };
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const rule = `title: ${JSON.stringify(text)}\nid: ${JSON.stringify(text)}\nlogsource: { product: x }\ndetection: { s: { ${JSON.stringify(text)}: ${JSON.stringify(text)} }, condition: s }`;
  return [
    { method: "POST", path: "/api/v1/sources", body: { organisationId, name: text } },
    { method: "POST", path: "/api/v1/rules", body: { organisationId, files: [{ name: text, text }] } },
    {
      method: "POST",
      path: "/api/v1/rules",
      body: { organisationId, files: [{ name: "r.yml", text: rule }] },
    },
    { method: "POST", path: "/api/v1/suppressions", body: { ...suppression, reason: text, expiresAt } },
    { method: "POST", path: "/api/v1/suppressions/preview", body: { ...suppression, days: 1 } },
    { method: "GET", path: `/api/v1/events?${period}&text=${inQuery}` },
    { method: "GET", path: `/api/v1/events?${period}&field=${inQuery}` },
    { method: "GET", path: `/api/v1/events?${period}&field=host.name=${inQuery}` },
    { method: "GET", path: `/api/v1/events?${period}&field=${inQuery}=x` },
    { method: "GET", path: `/api/v1/events?${period}&after=${inQuery}` },
    { method: "GET", path: `/api/v1/alerts?entity=${inQuery}` },
    { method: "GET", path: `/api/v1/alerts?after=${inQuery}` },
    { method: "GET", path: `/api/v1/alerts/${inQuery}` },
    { method: "GET", path: `/api/v1/rules?${inQuery}=${inQuery}` },
    { method: "PATCH", path: "/api/v1/session/person", body: { name: text } },
    { method: "POST", path: "/api/v1/session", body: { email: text, password: text } },
  ];
}

test("whatever a person writes into a name, a rule, a suppression or a search, it is kept or refused, and is never our fault", async () => {
  const statuses = new Set([200, 201, 204, 400, 401, 404, 409, 413, 422, 429]);
  for (const text of NASTY_TEXTS)
    await Promise.all(
      requestsWith(text).map(async ({ method, path, body }) => {
        const response = await operator.send(method, path, body);
        const about = `${method} ${path} ${JSON.stringify(body)}: ${await response.text()} ${hub.log.at(-1)}`;
        assert.ok(statuses.has(response.status), about);
      }),
    );
});

test("whatever a sender calls its events, they are kept, and known again", async () => {
  const source = await operator.addSource("ids");
  const usable = NASTY_TEXTS.filter((id) => id !== "" && id.length <= 512);
  const statusOf = async (id: unknown) => {
    const event = `${JSON.stringify({ create: { _id: id, routing: id } })}\n{"@timestamp":"2026-05-01T00:00:00Z"}\n`;
    const other = `{"index":{}}\n{"number":${requests++}}\n`;
    const { items } = await post("/elastic/_bulk", source.key, Buffer.from(event + other));
    return (items[0].create ?? items[0].index).status;
  };
  for (const status of [201, 200])
    for (const id of [...usable, 7, 1.5]) assert.equal(await statusOf(id), status, JSON.stringify(id));
  for (const id of ["", null, "", null]) assert.equal(await statusOf(id), 201, "it has none");
  assert.equal(await statusOf("x".repeat(513)), 400);
});

test("whatever a sender calls its requests, they are known again", async () => {
  const source = await operator.addSource("requests");
  for (const name of ["\u00e9", "x".repeat(1000), "'\"; --", "a\tb"]) {
    const body = Buffer.from(JSON.stringify({ about: name }));
    for (const duplicate of [0, 1])
      assert.equal(
        (await post("/ingest/v1/events", source.key, body, { "idempotency-key": name })).duplicate,
        duplicate,
        name,
      );
  }
});
