// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEvent, type EventDescription, type JsonObject, type JsonValue } from "../index.ts";

const EVENING = Date.UTC(2024, 1, 29, 23, 5, 59);

function describe(event: JsonObject): EventDescription {
  return describeEvent(event);
}

function timeOf(value: JsonValue): number | undefined {
  return describe({ EventID: 1, Channel: "System", TimeCreated: value }).time;
}

test("times are read as they are usually written", () => {
  assert.equal(timeOf("2024-02-29T23:05:59Z"), EVENING);
  assert.equal(timeOf("2024-02-29T23:05:59.123Z"), EVENING + 123);
  assert.equal(timeOf("2024-02-29T23:05:59.123456789Z"), EVENING + 123);
  assert.equal(timeOf("2024-03-01T08:05:59+09:00"), EVENING);
  assert.equal(timeOf("2024-02-29 23:05:59"), EVENING);
  assert.equal(timeOf("2024-02-29 23:05:59.5"), EVENING + 500);
  assert.equal(timeOf("2024-02-29T23:05:59"), EVENING);
  assert.equal(timeOf("2024-02-29T23:05"), EVENING - 59_000);
  assert.equal(timeOf(EVENING), EVENING);
  assert.equal(timeOf(EVENING / 1000), EVENING);
  assert.equal(timeOf(EVENING / 1000 + 0.25), EVENING + 250);
  assert.equal(timeOf(["none", "2024-02-29T23:05:59Z"]), EVENING);
});

test("what is no time is none", () => {
  for (const value of ["", "-", "yesterday", true, null, {}, [], "2024-13-45T99:99:99Z"])
    assert.equal(timeOf(value), undefined, JSON.stringify(value));
});

test("the next place is asked where one holds no time", () => {
  const event = { EventID: 1, Channel: "System", TimeCreated: "-", UtcTime: "2024-02-29 23:05:59.000" };
  assert.equal(describe(event).time, EVENING);
});

const DESCRIBED: Readonly<Record<string, readonly [JsonObject, EventDescription]>> = {
  "a flat Windows event": [
    {
      EventID: 1,
      Channel: "Microsoft-Windows-Sysmon/Operational",
      Hostname: "h",
      UtcTime: "2024-02-29 23:05:59",
    },
    {
      time: EVENING,
      host: "h",
      logsource: { product: "windows", category: "process_creation", service: "sysmon" },
    },
  ],
  "a nested Windows event": [
    {
      Event: {
        System: {
          EventID: 4624,
          Channel: "Security",
          Computer: "h",
          TimeCreated: { "#attributes": { SystemTime: "2024-02-29T23:05:59Z" } },
        },
      },
    },
    { time: EVENING, host: "h", logsource: { product: "windows", service: "security" } },
  ],
  "an event of Winlogbeat": [
    {
      "@timestamp": "2024-02-29T23:05:59Z",
      winlog: { channel: "System", event_id: 7045, computer_name: "h" },
    },
    { time: EVENING, host: "h", logsource: { product: "windows", service: "system" } },
  ],
  "an event of an old Winlogbeat": [
    { "@timestamp": "2024-02-29T23:05:59Z", log_name: "Application", event_id: 1, computer_name: "h" },
    { time: EVENING, host: "h", logsource: { product: "windows", service: "application" } },
  ],
  "a Windows event of a channel of its own": [
    { EventID: 1, Channel: "Contoso" },
    { logsource: { product: "windows" } },
  ],
  "a Zeek record": [
    { _path: "dns", ts: EVENING / 1000, "@system": "h" },
    { time: EVENING, host: "h", logsource: { product: "zeek", category: "dns", service: "dns" } },
  ],
  "a CloudTrail record": [
    {
      eventSource: "s3.amazonaws.com",
      eventName: "GetObject",
      awsRegion: "eu-west-1",
      eventTime: "2024-02-29T23:05:59Z",
      recipientAccountId: "123",
    },
    { time: EVENING, host: "123", logsource: { product: "aws", service: "cloudtrail" } },
  ],
  "an event in the Elastic Common Schema": [
    {
      "@timestamp": "2024-02-29T23:05:59Z",
      ecs: { version: "8.11.0" },
      event: { category: ["file"], type: ["creation"] },
      host: { name: "h", os: { type: "linux" } },
    },
    { time: EVENING, host: "h", logsource: { product: "linux", category: "file_event" } },
  ],
  "an event in ECS of a data set, with paths for keys": [
    { "ecs.version": "1.12.0", "event.dataset": "zeek.connection", "event.category": "network" },
    { logsource: { product: "zeek", service: "conn", category: "network_connection" } },
  ],
  "an event in ECS that says not of what": [{ ecs: { version: "8.11.0" }, message: "x" }, {}],
  "an OCSF event": [
    {
      class_uid: 4003,
      activity_id: 1,
      time: EVENING,
      metadata: { version: "1.3.0" },
      device: { hostname: "h", os: { type: "Windows" } },
    },
    { time: EVENING, host: "h", logsource: { product: "windows", category: "dns" } },
  ],
  "an OCSF event of AWS": [
    { class_uid: 6003, metadata: { version: "1.3.0" }, cloud: { provider: "AWS" } },
    { logsource: { product: "aws", service: "cloudtrail" } },
  ],
  "an OCSF event of a class that no rule is about": [{ class_uid: 2001, metadata: { version: "1.3.0" } }, {}],
  "an audit record": [
    { audit_id: "1", type: "EXECVE", timestamp: "2024-02-29T23:05:59Z", node: "h" },
    { time: EVENING, host: "h", logsource: { product: "linux", service: "auditd" } },
  ],
  "a line of syslog": [
    { appname: "sshd", message: "x", timestamp: "2024-02-29T23:05:59Z", hostname: "h" },
    { time: EVENING, host: "h", logsource: { product: "linux", service: "sshd" } },
  ],
  "an event of Sysmon for Linux": [
    {
      message:
        '<Event><System><Provider Name="Linux-Sysmon"/><EventID>1</EventID><TimeCreated SystemTime="2024-02-29T23:05:59Z"/><Computer>h</Computer></System></Event>',
    },
    {
      time: EVENING,
      host: "h",
      logsource: { product: "linux", category: "process_creation", service: "sysmon" },
    },
  ],
  "an event of no known form": [
    { "@timestamp": "2024-02-29T23:05:59Z", host: { name: "h" } },
    { time: EVENING, host: "h" },
  ],
  "an event of nothing": [{}, {}],
};

for (const [what, [event, description]] of Object.entries(DESCRIBED)) {
  test(`${what} is described by its log source, time and host`, () => {
    assert.deepEqual(describe(event), description);
  });
}

test("a time without a zone is UTC wherever the program runs", () => {
  const zone = process.env["TZ"];
  process.env["TZ"] = "Asia/Tokyo";
  try {
    for (const text of ["06/09/2020 10:50:00 PM", "2020/06/09 22:50:00", "Jun 9 2020 22:50:00"]) {
      const { time } = describeEvent({ EventID: 1, Channel: "System", TimeCreated: text });
      if (time !== undefined) assert.equal(time, Date.UTC(2020, 5, 9, 22, 50), text);
    }
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
});
