// SPDX-License-Identifier: Apache-2.0
/** The whole loop over the API: from the first log line of the staged intrusion to an order closed by proof. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Chance, newChance } from "../trust/test-kit/chance.ts";
import { until } from "../trust/test-kit/hub-process.ts";
import { Stage } from "./test-kit/stage.ts";
import { type Outcome, outcomeOf, STEPS, type Step } from "./test-kit/steps.ts";

const CASE_KINDS = [
  "alert.joined",
  "case.closed",
  "case.created",
  "evidence.added",
  "note.added",
  "order.changed",
  "order.changed",
  "order.changed",
  "order.changed",
  "order.closed",
  "order.issued",
];
const ORDER_KINDS = ["issued", "acknowledged", "evidence_added", "answered", "review_begun", "closed"];

interface CalmRun {
  readonly outcome: Outcome;
  /** How long each step took, in milliseconds. */
  readonly durations: ReadonlyMap<Step, number>;
}

let calm: Promise<CalmRun> | undefined;

async function calmRun(): Promise<CalmRun> {
  calm ??= (async () => {
    await using stage = await Stage.open();
    const durations = new Map<Step, number>();
    for (const step of STEPS) {
      const start = performance.now();
      await step.act(stage);
      durations.set(step, performance.now() - start);
      assert.ok(await step.isDone(stage), step.name);
    }
    return { outcome: await outcomeOf(stage), durations };
  })();
  return await calm;
}

test("the staged intrusion is found at three members, becomes a case and an order, and is closed by proof", async () => {
  const { alerts, ...outcome } = (await calmRun()).outcome;
  for (const member of ["Hospital", "University", "Grid"])
    assert.ok(
      alerts.some((alert) => alert.includes(member)),
      member,
    );
  assert.deepEqual(outcome, {
    caseState: "closed",
    caseKinds: CASE_KINDS,
    orderState: "closed",
    orderKinds: ORDER_KINDS,
    proof: ["review"],
  });
});

test("killed in the middle of each step, the hub comes to the same end, and nothing is done twice", async (t) => {
  const { outcome, durations } = await calmRun();
  const chance = newChance(t);
  await using stage = await Stage.open(async (opening) => await killWhileTold(opening, chance));
  let doneBefore = 0;
  for (const step of STEPS) {
    const doing = step.act(stage).catch(() => undefined);
    await delay(chance.next() * 1.2 * (durations.get(step) ?? 0));
    await stage.killAndStart();
    await doing;
    await stage.hub.up();
    if (await step.isDone(stage)) doneBefore++;
    else await step.act(stage);
    assert.ok(await step.isDone(stage), step.name);
  }
  t.diagnostic(`${doneBefore} of ${STEPS.length} steps were done when the hub was killed`);
  assert.deepEqual(await outcomeOf(stage), outcome);
});

/** After the sector was entered: what comes before that is begun anew in an empty directory. */
async function killWhileTold(stage: Stage, chance: Chance): Promise<void> {
  await until("the sector is entered", () => isSetUp(stage.dataDir));
  for (let kill = 0; kill < 2; kill++) {
    await delay(chance.below(1000));
    await stage.killAndStart();
  }
}

function isSetUp(dataDir: string): boolean {
  const file = join(dataDir, "demo.json");
  return existsSync(file) && readFileSync(file, "utf8").includes('"isSetUp":true');
}
