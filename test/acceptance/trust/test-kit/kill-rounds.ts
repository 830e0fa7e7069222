// SPDX-License-Identifier: Apache-2.0
/**
 * `kill -9`, again and again, while four shippers deliver. Each kill comes at a moment drawn by chance out of the
 * life of a batch: from its sending to a little after its answer.
 */
import type { TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Chance, newChance } from "./chance.ts";
import { until } from "./hub-process.ts";
import type { Shipper } from "./shipper.ts";
import { requireAllThere, startWatchedHub, type WatchedHub } from "./watched-hub.ts";

/** All rounds of the three victims take minutes; on CI some are enough, as the seed is another each time. */
const ROUNDS = Number(process.env["FENGSUI_KILL_ROUNDS"] ?? 6);
const BEYOND_ANSWER = 1.25;

/** `kill` ends its victim, and brings back what does not come back by itself. */
export async function killAgainAndAgain(
  t: TestContext,
  kill: (watched: WatchedHub, chance: Chance) => Promise<void>,
): Promise<void> {
  const chance = newChance(t);
  await using watchedHub = await startWatchedHub(chance);
  const shippers = watchedHub.watched.map(({ shipper }) => shipper);
  using delivering = deliver(shippers);
  for (let round = 0; round < ROUNDS; round++) {
    const victim = shippers[chance.below(shippers.length)];
    if (victim === undefined) throw new TypeError("there is no shipper");
    await victim.nextSend();
    await delay(chance.next() * BEYOND_ANSWER * victim.latencyMs);
    await kill(watchedHub, chance);
    const before = shippers.map(({ batches }) => batches);
    const isBack = () => shippers.every(({ batches }, index) => batches > (before[index] ?? 0) + 1);
    await Promise.race([until("every shipper delivers again", isBack), delivering.ended]);
  }
  await delivering.stop();
  const sum = (count: (of: (typeof shippers)[number]) => number) =>
    shippers.reduce((total, shipper) => total + count(shipper), 0);
  t.diagnostic(
    `${ROUNDS} rounds, ${sum(({ acknowledged }) => acknowledged.length)} events in ${sum(({ batches }) => batches)} batches, ${sum(({ repeats }) => repeats)} sent again`,
  );
  await requireAllThere(watchedHub);
}

export interface Delivering extends Disposable {
  /** Rejects when one of them fails. */
  readonly ended: Promise<unknown>;
  /** Resolves when each has what it began acknowledged. */
  stop(): Promise<void>;
}

export function deliver(shippers: readonly Shipper[]): Delivering {
  let isOver = false;
  const ended = Promise.all(shippers.map((shipper) => shipper.run(() => isOver)));
  ended.catch(() => undefined); // told to who waits for it
  return {
    ended,
    stop: async () => {
      isOver = true;
      await ended;
    },
    [Symbol.dispose]: () => {
      isOver = true;
      for (const shipper of shippers) shipper.giveUp();
    },
  };
}
