// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "@fengsui/contract";
import { eventValue, fieldNames, rowsOf, summaryOf } from "./event-value.ts";

function anEvent(raw: string, fields: Record<string, string> = {}): Event {
  const time = "2026-11-23T12:00:00.000Z";
  return {
    id: raw,
    time,
    ingested: time,
    organisationId: "o",
    sourceId: "s",
    fields,
    raw,
    rawLength: raw.length,
  };
}

const DEEP = anEvent('{"winlog":{"event_data":{"Image":"a.exe"}},"host.name":"WS1"}', { "host.name": "WS1" });

test("an event has its core fields and its own, each once", () => {
  assert.deepEqual(rowsOf(DEEP), [
    { field: "host.name", value: "WS1" },
    { field: "winlog.event_data.Image", value: "a.exe" },
  ]);
});

test("a field is found by its name, and by the last part of it", () => {
  assert.equal(eventValue(DEEP, "winlog.event_data.Image"), "a.exe");
  assert.equal(eventValue(DEEP, "Image"), "a.exe");
  assert.equal(eventValue(DEEP, "event_data.Image"), "");
});

test("a summary is the message, or the event itself on one line", () => {
  assert.equal(summaryOf(anEvent('{"message":"a\\nb"}')), "a b");
  assert.equal(summaryOf(anEvent("Nov 23 sshd: x")), "Nov 23 sshd: x");
});

test("fields are listed by how many events have them", () => {
  assert.deepEqual(fieldNames([anEvent('{"b":1,"a":1}'), anEvent('{"b":2}')]), [
    { name: "b", share: 1 },
    { name: "a", share: 0.5 },
  ]);
});
