// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OrderState } from "../../platform/records/index.ts";
import {
  type Act,
  decide,
  endOfDay,
  isOverdue,
  LADDER,
  localDate,
  type Proof,
  type Side,
  stepsDue,
  TRANSITIONS,
} from "./rules.ts";

const ACTS = Object.keys(TRANSITIONS).filter((name): name is Act => Object.hasOwn(TRANSITIONS, name));
const SIDES: readonly Side[] = ["issuer", "ordered", "hub"];
const person = fc.constantFrom("li", "wang", "zhao");

const proof = fc.oneof(
  fc.tuple(person, person, fc.array(person, { maxLength: 2 })).map(
    ([reviewer, submitter, evidenceAddedBy]): Proof => ({
      kind: "review",
      reviewer,
      submitter,
      evidenceAddedBy,
    }),
  ),
  fc
    .constantFrom("gone" as const, "present" as const, "inconclusive" as const)
    .map((outcome): Proof => ({ kind: "check", outcome })),
);
const step = fc.tuple(
  fc.constantFrom(...ACTS),
  fc.constantFrom(...SIDES),
  fc.option(proof, { nil: undefined }),
);

function isProven(shown: Proof | undefined): boolean {
  if (shown === undefined) return false;
  if (shown.kind === "check") return shown.outcome === "gone";
  const { reviewer, submitter, evidenceAddedBy } = shown;
  return evidenceAddedBy.length > 0 && reviewer !== submitter && !evidenceAddedBy.includes(reviewer);
}

test("whatever is done in whatever order, nothing is closed without proof by a second person or a check", () => {
  let closed = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: "max" }), (steps) => {
      let state: OrderState = "issued";
      for (const [act, side, shown] of steps) {
        const decision = decide(state, act, { side, ...(shown && { proof: shown }) });
        if (!decision.isAllowed) continue;
        if (decision.state === "closed" && state !== "closed") {
          closed += 1;
          assert.ok(isProven(shown), `${act} ${JSON.stringify(shown)}`);
          assert.ok(state === "answered" || state === "under_review", state);
        }
        state = decision.state;
      }
    }),
    { numRuns: 3000 },
  );
  assert.ok(closed > 0, "no run closed anything: the test shows nothing");
});

test("a withdrawn order stays withdrawn, and only the two acts with proof lead to closed", () => {
  for (const act of ACTS)
    for (const side of SIDES) assert.equal(decide("withdrawn", act, { side }).isAllowed, false, act);
  const closing = Object.entries(TRANSITIONS).filter(([, one]) => "to" in one && one.to === "closed");
  assert.deepEqual(closing.map(([act]) => act).sort(), ["accept", "close_by_check"]);
  for (const [act, one] of closing) assert.ok("proof" in one, act);
});

test("the refusal says why: the side, the state, the missing proof, the missing evidence, one's own work", () => {
  const why = (...[state, act, by]: Parameters<typeof decide>) => {
    const decision = decide(state, act, by);
    return decision.isAllowed ? "allowed" : decision.why;
  };
  const review = { kind: "review", reviewer: "li", submitter: "wang", evidenceAddedBy: ["wang"] } as const;
  assert.equal(why("issued", "acknowledge", { side: "issuer" }), "wrong_side");
  assert.equal(why("closed", "acknowledge", { side: "ordered" }), "wrong_state");
  assert.equal(why("answered", "accept", { side: "issuer" }), "no_proof");
  assert.equal(
    why("answered", "accept", { side: "issuer", proof: { ...review, evidenceAddedBy: [] } }),
    "no_evidence",
  );
  assert.equal(
    why("answered", "accept", { side: "issuer", proof: { ...review, submitter: "li" } }),
    "own_work",
  );
  assert.equal(
    why("answered", "accept", { side: "issuer", proof: { ...review, evidenceAddedBy: ["li"] } }),
    "own_work",
  );
  assert.equal(why("answered", "accept", { side: "issuer", proof: review }), "allowed");
  const inconclusive = { kind: "check", outcome: "inconclusive" } as const;
  assert.equal(why("answered", "close_by_check", { side: "hub", proof: inconclusive }), "no_proof");
});

test("the end of a day is the first moment of the next one there, also where clocks change", () => {
  const cases = [
    ["2026-12-01", "Asia/Shanghai", "2026-12-01T16:00:00.000Z"],
    ["2026-12-01", "UTC", "2026-12-02T00:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
    ["2026-02-28", "America/New_York", "2026-03-01T05:00:00.000Z"],
    ["2026-12-31", "Pacific/Kiritimati", "2026-12-31T10:00:00.000Z"],
    ["2026-12-31", "Pacific/Pago_Pago", "2027-01-01T11:00:00.000Z"],
  ] as const;
  for (const [date, zone, end] of cases)
    assert.equal(endOfDay(date, zone).toISOString(), end, `${date} ${zone}`);
});

test("one millisecond before the end of a day it is still that day, in every time zone and on every day", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  const day = fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), day, (zone, time) => {
      const date = localDate(time.getTime(), zone);
      const end = endOfDay(date, zone).getTime();
      assert.ok(end > time.getTime());
      assert.equal(localDate(end - 1, zone), date);
      assert.ok(localDate(end, zone) > date);
    }),
    { numRuns: 500 },
  );
});

test("overdue is who has to act and has not by the deadline, to the millisecond", () => {
  const deadline = new Date("2026-12-01T16:00:00Z");
  const before = new Date(deadline.getTime() - 1);
  assert.equal(isOverdue({ state: "issued", deadline }, before), false);
  assert.equal(isOverdue({ state: "acknowledged", deadline }, deadline), true);
  for (const state of ["answered", "under_review", "closed", "refused", "withdrawn"] as const)
    assert.equal(isOverdue({ state, deadline }, new Date("2030-01-01")), false, state);
});

test("steps come due in the order of the ladder, each once its time has come, none from before the order", () => {
  const deadline = new Date("2026-12-10T00:00:00Z");
  const at = (hours: number) => new Date(deadline.getTime() + hours * 3_600_000);
  const steps = (from: number, now: number) =>
    stepsDue({ state: "issued", deadline }, { from: at(from), now: at(now) }).map((one) => one.step);
  assert.deepEqual(steps(-100, -73), []);
  assert.deepEqual(steps(-100, -24), ["reminder", "last_reminder"]);
  assert.deepEqual(steps(-10, 0), ["overdue"]);
  assert.deepEqual(
    steps(-100, 1000),
    LADDER.map((one) => one.step),
  );
  assert.deepEqual(stepsDue({ state: "answered", deadline }, { from: at(-100), now: at(1000) }), []);
});
