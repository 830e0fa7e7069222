// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { EVENTS_PAGE, SOURCE_KEY } from "@fengsui/contract";
import { OTLPLogExporter as JsonExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { LoggerProvider, type LogRecordExporter, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { z } from "zod";
import { anOrganisation } from "../../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, startTestHub, type TestHub } from "../../../test-kit/web/index.ts";

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Sender {
  readonly browser: Browser;
  readonly key: string;
}

async function aSender(): Promise<Sender> {
  const organisationId = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] });
  const created = await browser.json("POST", "/api/v1/sources", { organisationId, name: "collector" });
  return { browser, key: SOURCE_KEY.parse(created).key };
}

async function eventsOf({ browser }: Sender): Promise<Record<string, unknown>[]> {
  const page = EVENTS_PAGE.parse(
    await browser.json("GET", "/api/v1/events?from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00Z"),
  );
  return page.events.map(({ raw, fields }) => ({ ...JSON.parse(raw), host: fields["host.name"] }));
}

const TRACE = { traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174", traceFlags: 1 };

/** As a program with the SDK would. */
async function sendWith(exporter: LogRecordExporter): Promise<void> {
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  const logger = provider.getLogger("app", "1.2.3");
  const timestamp = new Date("2026-05-01T10:00:00.123Z");
  logger.emit({
    timestamp,
    body: "登录失败",
    severityText: "WARN",
    attributes: { "host.name": "ws1", attempts: 3 },
  });
  logger.emit({
    timestamp,
    body: { EventID: 4625, nested: { list: [1, "two", true] } },
    attributes: { user: "li" },
  });
  await provider.forceFlush();
  await provider.shutdown();
}

for (const [name, Exporter] of [
  ["JSON", JsonExporter],
  ["protobuf", ProtobufExporter],
] as const)
  test(`what an exporter of OpenTelemetry sends as ${name} is events with their fields`, async () => {
    const sender = await aSender();
    const url = new URL("/v1/logs", hub.address).href;
    await sendWith(new Exporter({ url, headers: { authorization: `Bearer ${sender.key}` } }));
    const events = await eventsOf(sender);
    assert.equal(events.length, 2);
    const text = events.find(({ message }) => message === "登录失败");
    assert.deepEqual(
      [text?.["@timestamp"], text?.["severity_text"], text?.["attempts"], text?.["scope"]],
      ["2026-05-01T10:00:00.123000000Z", "WARN", 3, { name: "app", version: "1.2.3" }],
    );
    const structured = events.find((event) => event["EventID"] === 4625);
    assert.deepEqual([structured?.["nested"], structured?.["user"]], [{ list: [1, "two", true] }, "li"]);
    assert.equal(typeof structured?.["resource"], "object");
  });

function post({ key }: Sender, body: string | Uint8Array<ArrayBuffer>, type: string): Promise<Response> {
  return fetch(new URL("/v1/logs", hub.address), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": type },
    body,
  });
}

function aRequest(...records: readonly object[]): string {
  const attributes = [{ key: "host.name", value: { stringValue: "web1" } }];
  return JSON.stringify({
    resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: records }] }],
  });
}

const PARTIAL = z.object({
  partialSuccess: z.object({ rejectedLogRecords: z.string(), errorMessage: z.string() }),
});

const RECORD = {
  timeUnixNano: "1777629600000000001",
  body: { stringValue: "one" },
  traceId: TRACE.traceId,
  spanId: TRACE.spanId,
  attributes: [
    { key: "big", value: { intValue: "9223372036854775807" } },
    { key: "message", value: { stringValue: "of an attribute" } },
    { key: "__proto__", value: { stringValue: "of a joker" } },
  ],
};

test("traces, resource and every attribute are kept, and a request that comes again is no second event", async () => {
  const sender = await aSender();
  const body = new Uint8Array(gzipSync(aRequest(RECORD)));
  for (let time = 0; time < 2; time++) {
    const response = await post(sender, body, "application/json");
    assert.deepEqual([response.status, await response.json()], [200, {}]);
  }
  const [event, ...others] = await eventsOf(sender);
  assert.equal(others.length, 0);
  assert.deepEqual(
    [event?.["trace_id"], event?.["span_id"], event?.["host"], event?.["resource"], event?.["big"]],
    [TRACE.traceId, TRACE.spanId, "web1", { "host.name": "web1" }, "9223372036854775807"],
  );
  assert.deepEqual([event?.["message"], event?.["attributes.message"]], ["one", "of an attribute"]);
});

test("what is rejected is a partial success, and what is no OTLP is refused in the form that was spoken", async () => {
  const sender = await aSender();
  const huge = { ...RECORD, body: { stringValue: "x".repeat(1024 * 1024) } };
  const partly = await post(sender, aRequest(RECORD, huge), "application/json");
  const { partialSuccess } = PARTIAL.parse(await partly.json());
  assert.deepEqual([partly.status, partialSuccess.rejectedLogRecords], [200, "1"]);
  assert.match(partialSuccess.errorMessage, /record\.too_large/);
  const broken = await post(sender, "{", "application/json");
  assert.equal(broken.status, 400);
  assert.match(await broken.text(), /no JSON object/);
  const noise = await post(sender, new Uint8Array([0x0a, 0xff, 0xff, 0x01]), "application/x-protobuf");
  assert.deepEqual([noise.status, noise.headers.get("content-type")], [400, "application/x-protobuf"]);
  assert.equal((await post(sender, "{}", "text/plain")).status, 415);
  assert.equal((await post({ ...sender, key: "fsk_wrong" }, "{}", "application/json")).status, 401);
});

test("a small request that would become a large one is refused before it does", async () => {
  const sender = await aSender();
  const attributes = [{ key: "a", value: { stringValue: "x".repeat(100_000) } }];
  const logRecords = Array.from({ length: 5000 }, () => ({}));
  const repeated = JSON.stringify({
    resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }],
  });
  const objects = `{"resourceLogs":[${"{},".repeat(2_000_000)}{}]}`;
  for (const body of [repeated, objects]) {
    const response = await post(sender, new Uint8Array(gzipSync(body)), "application/json");
    assert.equal(response.status, 413, await response.text());
  }
  const messages = new Uint8Array(gzipSync(Buffer.from("0a00".repeat(2_000_001), "hex")));
  assert.equal((await post(sender, messages, "application/x-protobuf")).status, 413);
});

test("a time that is no number of JSON's is no time", async () => {
  const sender = await aSender();
  const body = aRequest(RECORD).replace(/"timeUnixNano":"\d+"/, '"timeUnixNano":1e999');
  assert.equal((await post(sender, body, "application/json")).status, 200);
});
