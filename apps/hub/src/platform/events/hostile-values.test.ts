// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import type { NewEvent } from "./event.ts";
import { anEvent, createTestStore, HUB, READER } from "./test-kit/test-store.ts";

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

const RAWS: Readonly<Record<string, Uint8Array | string>> = {
  "an empty text": "",
  "an integer beyond 64 bits": '{"n":18446744073709551616,"m":-9223372036854775809,"x":1e999}',
  "half a surrogate pair": '{"a":"\\ud800","b":"\ud800"}',
  "a NUL": '{"a":"\u0000"}',
  "every byte": EVERY_BYTE,
  "bytes that are no text": randomBytes(100_000),
  "a megabyte": `{"a":"${"x".repeat(1 << 20)}"}`,
  "four megabytes of line breaks and tabs": "\n\t\\\r".repeat(1 << 20),
  "deep nesting": "[".repeat(100_000) + "]".repeat(100_000),
  "keys that clash": '{"a":1,"a":{"b":2},"a.b":3}',
  "what looks like the end of the data": "\n\n;\n\\.\n\\N\n'; DROP TABLE events; --",
  "a text that is cut off": '{"a":"',
  "other scripts": '{"a":"态势感知 🜃 \u202e"}',
};

const TEXTS = [
  "\u0000",
  "'); DROP TABLE events; --",
  "\\N",
  "\t\n\r\\'\"`",
  "{x:String}",
  "态势感知",
  "x".repeat(1 << 20),
];

test("whatever an event's text is, it is stored, and comes back byte for byte", async () => {
  await using test = await createTestStore();
  const events = Object.values(RAWS).map((raw, index) => anEvent(index, { raw }));
  const { stored } = await test.store.append({ events, matches: [] });
  assert.equal(stored, events.length);
  for (const [index, [name, raw]] of Object.entries(RAWS).entries()) {
    const event = events[index];
    assert.ok(event);
    const found = await test.store.readAs(READER).event(event);
    const expected = typeof raw === "string" ? Buffer.from(raw, "utf8") : Buffer.from(raw);
    assert.ok(found, name);
    assert.ok(found.raw.equals(expected), name);
    assert.equal(found.rawLength, expected.length, name);
  }
});

test("whatever the values of columns and observables are, they are stored and found", async () => {
  await using test = await createTestStore();
  const events = TEXTS.map((text, index) =>
    anEvent(index, {
      fields: { "host.name": text, "process.command_line": text, "event.code": text },
      observables: [{ kind: text.slice(0, 100), value: text }],
    }),
  );
  await test.store.append({ events, matches: [] });
  const reader = test.store.readAs(READER);
  for (const [index, text] of TEXTS.entries()) {
    const event = events[index];
    assert.ok(event);
    const found = await reader.event(event);
    assert.equal(found?.fields["host.name"], text);
    assert.equal(found.fields["process.command_line"], text);
    const [sighting, ...others] = await reader.sightings({ values: [text] });
    assert.equal(sighting?.count, 1, JSON.stringify(text.slice(0, 30)));
    assert.deepEqual(others, []);
  }
});

test("half a surrogate pair in a column becomes the sign for what is no character", async () => {
  await using test = await createTestStore();
  const event = anEvent(1, { fields: { "user.name": "a\ud800b" } });
  await test.store.append({ events: [event], matches: [] });
  assert.equal((await test.store.readAs(READER).event(event))?.fields["user.name"], "a\ufffdb");
});

test("whatever the time of an event is, it is stored, in the years that can be", async () => {
  await using test = await createTestStore();
  const times = [Number.NaN, -8.64e15, 8.64e15, Date.UTC(1969, 0), Date.UTC(1899, 0), Date.UTC(2300, 0), 0.5];
  const events: NewEvent[] = times.map((time) => anEvent(0, { time: new Date(time) }));
  // Each on a day of its own: parts are not by the day of the event.
  for (let day = 0; day < 300; day++) events.push(anEvent(day * 86_400_000));
  const { stored } = await test.store.append({ events, matches: [] });
  assert.equal(stored, events.length);
  const reader = test.store.readAs(HUB);
  const found = await reader.events(events);
  assert.equal(found.length, events.length);
  assert.equal((await test.store.append({ events, matches: [] })).duplicates.length, events.length);
});

test("an event with more observables than are kept is stored", async () => {
  await using test = await createTestStore();
  const observables = Array.from({ length: 10_000 }, (_, index) => ({
    kind: "ip",
    value: `10.0.0.${index}`,
  }));
  await test.store.append({ events: [anEvent(1, { observables })], matches: [] });
  assert.equal((await test.store.readAs(READER).sightings({ values: ["10.0.0.255"] }))[0]?.count, 1);
});
